package org.lyceum.net;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** coturn's clients on the way to its peer. */
class CoturnClientsTest extends CoturnClients {
    /** Over every transport, by channels and by indications, to a peer of theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-s", "-t", "-t -s", "-t -S", "-t -S -s", "-D -G", "-g -X -c -l 1200"})
    void nothingIsLostOnTheWayToAPeer(String flags) throws Exception {
        int port = startPeer("127.0.0.1");
        String output = uclient(flags + " -e 127.0.0.1 -r " + port);
        assertNothingLost(output);
    }
}
