package org.lyceum.net;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What coturn's clients do wrong on purpose. */
class CoturnNonsenseTest extends CoturnClients {
    /** Some of it never ends. */
    private static final int NONSENSE_SECONDS = 10;

    /** What the other side calls negative tests: the server has to survive them and go on. */
    @ParameterizedTest
    @ValueSource(strings = {"-N", "-R", "-O", "-B"})
    void nonsenseIsSurvived(String flags) throws Exception {
        int port = startPeer("127.0.0.1");
        run(
                "turnutils_uclient",
                NONSENSE_SECONDS,
                "-u anna -W secret " + flags + " -e 127.0.0.1 -r " + port + " -p "
                        + turn().server.port() + " 127.0.0.1");
        assertNothingLost(uclient("-e 127.0.0.1 -r " + port));
    }
}
