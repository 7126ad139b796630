package org.lyceum.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.SimulatedNetwork.address;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.dtls.DtlsTransport.State;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.sim.SimulatedNetwork;

/** The stand-in behaves as the contract says, so that tests with it mean something. */
class StandInDtlsTest {
    private static final Path SERVER = udp(address(1, 1));
    private static final Path CLIENT = udp(address(2, 2));

    private final SplittableRandom random = new SplittableRandom(1);
    private final SimulatedNetwork network = new SimulatedNetwork(random.split());
    private final StandInDtlsFactory clients = new StandInDtlsFactory("client", random.split());
    private final StandInDtlsFactory servers = new StandInDtlsFactory("server", random.split());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void handshakeSurvivesLossReorderingAndRepetition(long seed) {
        SplittableRandom seeded = new SplittableRandom(seed);
        SimulatedNetwork bad =
                new SimulatedNetwork(seeded).losing(0.3).repeating(0.3).delaying(5, 150);
        DtlsTransport client = clients.create(DtlsRole.CLIENT, servers.localFingerprint(), () -> {});
        DtlsTransport server = servers.create(DtlsRole.SERVER, clients.localFingerprint(), () -> {});
        join(bad, client, server);

        assertThat(bad.run(15_000, () -> client.state() == State.CONNECTED && server.state() == State.CONNECTED))
                .isTrue();
        SrtpKeys clientKeys = Objects.requireNonNull(client.srtpKeys());
        SrtpKeys serverKeys = Objects.requireNonNull(server.srtpKeys());
        assertThat(clientKeys.localKey()).isEqualTo(serverKeys.remoteKey()).isNotEqualTo(clientKeys.remoteKey());
        assertThat(clientKeys.localSalt()).isEqualTo(serverKeys.remoteSalt());
        assertThat(clientKeys.remoteKey()).isEqualTo(serverKeys.localKey());
        assertThat(clientKeys.remoteSalt()).isEqualTo(serverKeys.localSalt());
    }

    @Test
    void aWrongFingerprintFailsBothEnds() {
        DtlsTransport client = clients.create(DtlsRole.CLIENT, clients.localFingerprint(), () -> {});
        DtlsTransport server = servers.create(DtlsRole.SERVER, clients.localFingerprint(), () -> {});
        join(network, client, server);

        assertThat(network.run(15_000, () -> client.state() == State.FAILED && server.state() == State.FAILED))
                .isTrue();
        assertThat(client.failure()).contains("fingerprint");
    }

    @Test
    void nobodyAnsweringFailsAfterFifteenSeconds() {
        DtlsTransport client = clients.create(DtlsRole.CLIENT, servers.localFingerprint(), () -> {});
        DtlsTransport server = servers.create(DtlsRole.SERVER, clients.localFingerprint(), () -> {});
        join(network.losing(1), client, server);

        assertThat(network.run(14_999, () -> client.state() == State.FAILED)).isFalse();
        assertThat(network.run(2, () -> client.state() == State.FAILED)).isTrue();
    }

    @Test
    void closeNotifyClosesTheOtherEnd() {
        DtlsTransport client = clients.create(DtlsRole.CLIENT, servers.localFingerprint(), () -> {});
        DtlsTransport server = servers.create(DtlsRole.SERVER, clients.localFingerprint(), () -> {});
        join(network, client, server);
        assertThat(network.run(1_000, () -> server.state() == State.CONNECTED && client.state() == State.CONNECTED))
                .isTrue();

        server.close(network.now());
        assertThat(network.run(1_000, () -> client.state() == State.CLOSED)).isTrue();
    }

    private static void join(SimulatedNetwork network, DtlsTransport client, DtlsTransport server) {
        network.join(new DtlsNode(client, SERVER), CLIENT.remote());
        network.join(new DtlsNode(server, CLIENT), SERVER.remote());
        client.start(network.now());
        server.start(network.now());
    }

    /** An association on the simulated network. */
    private record DtlsNode(DtlsTransport transport, Path other) implements SimulatedNetwork.Node {
        @Override
        public void receive(byte[] datagram, Path from, long nowNanos) {
            transport.receive(datagram, 0, datagram.length, nowNanos);
        }

        @Override
        public void drain(SimulatedNetwork.Sender sender) {
            transport.drain((bytes, offset, length) -> sender.send(bytes, offset, length, other));
        }

        @Override
        public long deadlineNanos() {
            return transport.deadlineNanos();
        }

        @Override
        public void onDeadline(long nowNanos) {
            transport.onDeadline(nowNanos);
        }
    }
}
