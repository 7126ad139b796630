package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** coturn's clients between two relays and by IPv6, and what its other clients are told. */
class CoturnRelaysTest extends CoturnClients {
    /** Both ends are relays of this server, which meet in process. */
    @ParameterizedTest
    @ValueSource(strings = {"-y", "-y -t -s", "-y -t -S"})
    void nothingIsLostBetweenTwoRelays(String flags) throws Exception {
        assertNothingLost(uclient(flags));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-x -t -s"})
    void nothingIsLostOnTheWayToAPeerOfIpv6(String flags) throws Exception {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6");
        }
        int port = startPeer("::1");
        assertNothingLost(uclient(flags + " -e ::1 -r " + port));
    }

    @Test
    void theStunClientLearnsItsAddress() throws Exception {
        String output = run("turnutils_stunclient", "-p " + turn().server.port() + " 127.0.0.1");
        assertThat(output).contains("reflexive addr: 127.0.0.1:");
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        String output = run(
                "turnutils_uclient",
                "-u anna -W wrong -n 1 -y -p " + turn().server.port() + " 127.0.0.1");
        assertThat(output).doesNotContain("Total lost packets");
        assertThat(turn().server.allocations()).isZero();
    }
}
