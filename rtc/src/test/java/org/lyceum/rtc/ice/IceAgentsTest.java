package org.lyceum.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.SimulatedNetwork.address;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.ice.IceAgent.State;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.sim.SimulatedNetwork;

/** A controlling agent and a lite one, or two full ones, on a simulated network. */
class IceAgentsTest {
    private static final Fingerprint NONE = new Fingerprint("sha-256", "00");
    private static final InetSocketAddress SERVER = address(1, 7882);
    private static final InetSocketAddress SECOND_SERVER = address(2, 7882);
    private static final InetSocketAddress CLIENT = address(100, 40_000);
    private static final InetSocketAddress MOVED = address(101, 50_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theyConnectUnderLossReorderingAndRepetition(long seed) {
        System.out.println("IceAgentsTest seed " + seed);
        Scene scene = new Scene(seed);
        scene.network.losing(0.3).repeating(0.2).delaying(10, 120);

        assertThat(scene.network.run(15_000, scene::nominated)).isTrue();
        assertThat(scene.client.selected()).isIn(udp(SERVER), udp(SECOND_SERVER));
        assertThat(scene.server.knows(udp(CLIENT))).isTrue();
        assertThat(scene.server.knows(udp(MOVED))).isFalse();

        scene.network.run(120_000);
        assertThat(scene.client.state()).as("consent lives").isEqualTo(State.CONNECTED);
        assertThat(scene.server.state()).isEqualTo(State.CONNECTED);
    }

    @Test
    void aPerfectNetworkConnectsInOneRoundTrip() {
        Scene scene = new Scene(9);
        scene.network.delaying(20, 20);

        assertThat(scene.network.run(45, scene::nominated)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void anAddressThatChangesIsFollowedWithTheNextCheck(long seed) {
        Scene scene = new Scene(seed);
        assertThat(scene.network.run(5_000, scene::nominated)).isTrue();
        scene.network.run(7_000 + seed * 100);

        scene.network.move(scene.clientNode, MOVED);

        // Checks come 6 s apart at most; the path follows with the first that arrives.
        assertThat(scene.network.run(7_000, () -> udp(MOVED).equals(scene.server.selected())))
                .isTrue();
        scene.network.run(60_000);
        assertThat(scene.client.state()).isEqualTo(State.CONNECTED);
        assertThat(scene.server.selected()).isEqualTo(udp(MOVED));
    }

    /** Of each check of a client that has moved somebody between sends copies from many addresses, a moment after it. */
    @ParameterizedTest
    @ValueSource(longs = {15, 16, 17, 18})
    void anAddressThatChangesIsFollowedWhoeverCopiesItsChecks(long seed) {
        Scene scene = new Scene(seed);
        scene.network.delaying(10, 20);
        assertThat(scene.network.run(5_000, scene::nominated)).isTrue();
        scene.network.run(7_000 + seed * 100);

        scene.network.move(scene.clientNode, MOVED);
        scene.network.observing((datagram, to) -> {
            for (int port = 1; port <= 20 && to.remote().equals(SERVER); port++) {
                Path copier = udp(address(102, port));
                scene.network.at(
                        21, () -> scene.server.receive(datagram, 0, datagram.length, copier, scene.network.now()));
            }
        });
        assertThat(scene.network.run(7_000, () -> udp(MOVED).equals(scene.server.selected())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void restartMovesTheMediaAndBothCredentialsAnswerMeanwhile(long seed) {
        Scene scene = new Scene(seed);
        scene.network.losing(0.2).delaying(10, 60);
        assertThat(scene.network.run(15_000, scene::nominated)).isTrue();

        // The server knows of the restart first; the client goes on with the old credentials for a while.
        scene.server.restart(
                "serverTwo", "passwordOfServerTwo", "clientTwo", "passwordOfClientTwo", scene.network.now());
        scene.network.run(8_000);
        assertThat(scene.client.state()).isEqualTo(State.CONNECTED);
        assertThat(scene.server.selected()).isEqualTo(udp(CLIENT));

        scene.network.move(scene.clientNode, MOVED);
        scene.client.restart(
                "clientTwo", "passwordOfClientTwo", "serverTwo", "passwordOfServerTwo", scene.network.now());
        assertThat(scene.network.run(5_000, () -> udp(MOVED).equals(scene.server.selected())))
                .isTrue();
        scene.network.run(60_000);
        assertThat(scene.client.state()).isEqualTo(State.CONNECTED);
        assertThat(scene.server.state()).isEqualTo(State.CONNECTED);
    }

    @Test
    void anotherCandidateTakesOverWhenTheSelectedOneFallsSilent() {
        Scene scene = new Scene(31);
        assertThat(scene.network.run(5_000, scene::nominated)).isTrue();
        assertThat(scene.client.selected()).isEqualTo(udp(SERVER));

        scene.network.cut(SERVER);

        assertThat(scene.network.run(8_000, () -> udp(SECOND_SERVER).equals(scene.client.selected())))
                .isTrue();
        scene.network.run(60_000);
        assertThat(scene.client.state()).isEqualTo(State.CONNECTED);
    }

    @Test
    void aCandidateThatIsUnreachableDoesNotKeepTheOtherBack() {
        Scene scene = new Scene(32);
        scene.network.cut(SERVER);

        assertThat(scene.network.run(1_000, scene::nominated)).isTrue();
        assertThat(scene.client.selected()).isEqualTo(udp(SECOND_SERVER));
    }

    @Test
    void whoNeverComesIsGoneAfterFifteenSeconds() {
        Scene scene = new Scene(41);
        scene.network.losing(1);

        scene.network.run(14_900);
        assertThat(scene.server.state()).isEqualTo(State.NEW);
        assertThat(scene.client.state()).isEqualTo(State.NEW);
        scene.network.run(200);
        assertThat(scene.server.state()).isEqualTo(State.EXPIRED);
        assertThat(scene.client.state()).isEqualTo(State.EXPIRED);
        assertThat(scene.client.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoFallsSilentIsGoneThirtySecondsAfterTheLastCheck() {
        Scene scene = new Scene(42);
        assertThat(scene.network.run(5_000, scene::nominated)).isTrue();
        long since = scene.network.now();
        scene.network.losing(1);

        assertThat(scene.network.run(40_000, () -> scene.server.state() == State.EXPIRED))
                .isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(scene.network.now() - since)).isBetween(29_900L, 30_000L);
        assertThat(scene.network.run(2_000, () -> scene.client.state() == State.EXPIRED))
                .isTrue();
    }

    @Test
    void anOutageOfTwentySecondsIsSurvived() {
        Scene scene = new Scene(43);
        assertThat(scene.network.run(5_000, scene::nominated)).isTrue();
        scene.network.losing(1);
        scene.network.run(20_000);
        scene.network.losing(0);

        scene.network.run(60_000);
        assertThat(scene.client.state()).isEqualTo(State.CONNECTED);
        assertThat(scene.server.state()).isEqualTo(State.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56})
    void twoFullAgentsSettleWhoControls(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedNetwork network =
                new SimulatedNetwork(random.split()).delaying(5, 60).losing(0.2);
        IceAgent one = new IceControllingAgent(Scene.ofServer(), List.of(udp(CLIENT)), random.split(), network.now());
        IceAgent two = new IceControllingAgent(Scene.ofClient(), List.of(udp(SERVER)), random.split(), network.now());
        network.join(new IceNode(one), SERVER);
        network.join(new IceNode(two), CLIENT);

        assertThat(network.run(15_000, () -> one.state() == State.CONNECTED && two.state() == State.CONNECTED))
                .isTrue();
        network.run(120_000);
        assertThat(one.state()).isEqualTo(State.CONNECTED);
        assertThat(one.selected()).isEqualTo(udp(CLIENT));
        assertThat(two.selected()).isEqualTo(udp(SERVER));
    }

    /** A controlling client with two candidates of one lite server. */
    private static final class Scene {
        private final SimulatedNetwork network;
        private final IceAgent server;
        private final IceAgent client;
        private final IceNode clientNode;

        Scene(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            network = new SimulatedNetwork(random.split());
            server = new IceLiteAgent(ofServer(), new SplittableRandom(91), network.now());
            client = new IceControllingAgent(
                    ofClient(), List.of(udp(SERVER), udp(SECOND_SERVER)), random.split(), network.now());
            clientNode = new IceNode(client);
            IceNode serverNode = new IceNode(server);
            network.join(serverNode, SERVER);
            network.alias(serverNode, SECOND_SERVER);
            network.join(clientNode, CLIENT);
        }

        boolean nominated() {
            return client.state() == State.CONNECTED && udp(CLIENT).equals(server.selected());
        }

        static TransportParameters ofServer() {
            return new TransportParameters(
                    "server", "passwordOfServer", "client", "passwordOfClient", DtlsRole.SERVER, NONE);
        }

        static TransportParameters ofClient() {
            return new TransportParameters(
                    "client", "passwordOfClient", "server", "passwordOfServer", DtlsRole.CLIENT, NONE);
        }
    }
}
