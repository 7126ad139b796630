package org.lyceum.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.turn.Scope;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;
import org.lyceum.turn.TurnScript;
import org.lyceum.turn.TurnSettings;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** The TURN server on real sockets. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"EPOLL", "NIO"})
class TurnServerTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<Transport> TRANSPORTS = List.of(Transport.UDP, Transport.TCP, Transport.TLS);

    @Parameter
    MediaConfig.Transport way = MediaConfig.Transport.AUTO;

    @TempDir
    Path folder = Path.of("");

    private @Nullable TurnHarness harness;

    private TurnHarness start() throws IOException, GeneralSecurityException, InterruptedException {
        assumeTrue(way == MediaConfig.Transport.NIO || Epoll.isAvailable());
        TurnHarness started = new TurnHarness(folder, way, 2, null);
        harness = started;
        return started;
    }

    @AfterEach
    void close() throws IOException {
        if (harness != null) {
            harness.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void dataGoesToAPeerAndBack(Transport transport) throws Exception {
        TurnHarness turn = start();
        TurnClient client = turn.client(transport);
        InetSocketAddress relayed = client.allocate();
        try (DatagramSocket peer = new DatagramSocket(0, TurnHarness.LOOPBACK)) {
            peer.setSoTimeout(10_000);
            InetSocketAddress address = (InetSocketAddress) peer.getLocalSocketAddress();
            assertThat(client.permit(address)).isEqualTo(-1);
            client.sendIndication(address, HELLO);
            assertThat(echo(peer)).isEqualTo(relayed);
            assertThat(TurnClient.data(client.next())).isEqualTo(HELLO);
            assertThat(client.bind(0x4000, address)).isEqualTo(-1);
            for (int size = 1; size < 1400; size += 13) {
                byte[] data = new byte[size];
                Arrays.fill(data, (byte) size);
                client.sendChannel(0x4000, data);
                assertThat(echo(peer)).isEqualTo(relayed);
                assertThat(TurnClient.data(client.next())).isEqualTo(data);
            }
        }
        assertThat(turn.server.counters().get(TurnCounter.DATAGRAMS_TO_PEERS)).isEqualTo(109);
        assertThat(turn.server.counters().get(TurnCounter.DATAGRAMS_TO_CLIENTS)).isEqualTo(109);
        client.ask(TurnScript.REFRESH, w -> w.number(Attributes.LIFETIME, 0));
        assertThat(turn.server.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    @Test
    void aRelayOfIpv6ReachesAPeerOfIpv6() throws Exception {
        TurnHarness turn = start();
        TurnClient client = turn.client(Transport.UDP);
        StunMessage answer = client.ask(TurnScript.ALLOCATE, w -> {
            TurnScript.udp(w);
            w.number(Attributes.REQUESTED_ADDRESS_FAMILY, 2 << 24);
        });
        assumeTrue(answer.errorCode() == -1, "this machine has no IPv6");
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            peer.setSoTimeout(10_000);
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("::1"), peer.getLocalPort());
            assertThat(client.bind(0x4000, address)).isEqualTo(-1);
            client.sendChannel(0x4000, HELLO);
            assertThat(echo(peer).getPort())
                    .isEqualTo(Objects.requireNonNull(answer.xorAddress(Attributes.XOR_RELAYED_ADDRESS))
                            .getPort());
            assertThat(TurnClient.data(client.next())).isEqualTo(HELLO);
        }
    }

    @Test
    void twoRelaysMeetWithoutAnySocket() throws Exception {
        TurnHarness turn = start();
        List<TurnClient> clients = new ArrayList<>();
        List<InetSocketAddress> relayed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(turn.client(TRANSPORTS.get(i % 3)));
            relayed.add(clients.get(i).allocate());
        }
        for (int i = 0; i < 8; i++) {
            clients.get(i).bind(0x4000, relayed.get((i + 1) % 8));
            clients.get(i).permit(relayed.get((i + 7) % 8));
        }
        for (int i = 0; i < 8; i++) {
            clients.get(i).sendChannel(0x4000, HELLO);
            byte[] message = clients.get((i + 1) % 8).next();
            StunMessage data = Objects.requireNonNull(StunMessage.parse(message, 0, message.length));
            assertThat(data.xorAddress(Attributes.XOR_PEER_ADDRESS)).isEqualTo(relayed.get(i));
            assertThat(data.attribute(Attributes.DATA)).isEqualTo(HELLO);
        }
    }

    /** As a browser does: its socket is bound to a card, and takes answers from the address that it has asked alone. */
    @Test
    void aClientIsAnsweredFromTheAddressThatItAsked() throws Exception {
        TurnHarness turn = start();
        InetAddress card = TurnHarness.outwardAddress();
        assumeTrue(!card.isLoopbackAddress(), "this machine has one address only");
        try (DatagramSocket socket = new DatagramSocket(0, card)) {
            socket.setSoTimeout(10_000);
            byte[] binding =
                    new StunWriter().request(TurnScript.BINDING, new byte[12]).toByteArray();
            socket.send(new DatagramPacket(binding, binding.length, TurnHarness.LOOPBACK, turn.server.port()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            assertThat(answer.getAddress()).isEqualTo(TurnHarness.LOOPBACK);
        }
    }

    @Test
    void datagramsThatMustStayWholeAreSentWhole() throws Exception {
        TurnHarness turn = start();
        TurnClient client = turn.client(Transport.UDP);
        StunMessage answer = client.ask(TurnScript.ALLOCATE, w -> {
            TurnScript.udp(w);
            w.attribute(Attributes.DONT_FRAGMENT, new byte[0]);
        });
        if (way == MediaConfig.Transport.NIO) {
            assertThat(answer.errorCode()).isEqualTo(420);
            return;
        }
        try (DatagramSocket peer = new DatagramSocket(0, TurnHarness.LOOPBACK)) {
            peer.setSoTimeout(10_000);
            InetSocketAddress address = (InetSocketAddress) peer.getLocalSocketAddress();
            client.permit(address);
            byte[] plain = client.script().sendIndication(address, HELLO);
            byte[] whole = Arrays.copyOf(plain, plain.length + 4);
            whole[3] = (byte) (whole[3] + 4);
            whole[plain.length + 1] = Attributes.DONT_FRAGMENT;
            for (byte[] indication : List.of(plain, whole, plain)) {
                client.send(indication);
                echo(peer);
                assertThat(TurnClient.data(client.next())).isEqualTo(HELLO);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aClientWhoVanishesLeavesNothing(Transport transport) throws Exception {
        TurnHarness turn = start();
        TurnClient client = turn.client(transport);
        client.allocate();
        assertThat(turn.server.allocations()).isEqualTo(1);
        client.close();
        await().atMost(SOON).until(() -> turn.server.allocations() == 0);
        assertThat(turn.server.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    @Test
    void whatIsTakenBackEndsWithinASecondOrTwo() throws Exception {
        TurnHarness turn = start();
        turn.client(Transport.UDP, Scope.PEERS, "anna").allocate();
        turn.credentials.withdraw("anna");
        await().atMost(SOON).until(() -> turn.server.allocations() == 0);
    }

    @Test
    void junkOnAllTransportsHarmsNobody() throws Exception {
        TurnHarness turn = start();
        TurnClient honest = turn.client(Transport.UDP);
        honest.allocate();
        long seed = 20_260_306L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            Transport transport = TRANSPORTS.get(i % 3);
            try (TurnClient hostile = turn.client(transport)) {
                byte[] junk = new byte[random.nextInt(1, 1500)];
                random.nextBytes(junk);
                junk[0] = (byte) (junk[0] & (i % 2 == 0 ? 0x03 : 0x4F));
                hostile.send(hostile.script().request(TurnScript.ALLOCATE, TurnScript::udp));
                hostile.send(junk);
            } catch (IOException e) {
                // the server has closed the connection
            }
        }
        try (DatagramSocket peer = new DatagramSocket(0, TurnHarness.LOOPBACK)) {
            peer.setSoTimeout(10_000);
            honest.bind(0x4000, (InetSocketAddress) peer.getLocalSocketAddress());
            honest.sendChannel(0x4000, HELLO);
            echo(peer);
            assertThat(TurnClient.data(honest.next())).as("seed %d", seed).isEqualTo(HELLO);
        }
        assertThat(turn.server.allocations()).isEqualTo(1);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        TurnHarness turn = start();
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("0.0.0.0"))) {
            TurnConfig config = new TurnConfig(
                    InetAddress.ofLiteral("0.0.0.0"),
                    taken.getLocalPort(),
                    0,
                    () -> {
                        throw new IllegalStateException("nobody connects");
                    },
                    new TurnSettings(TurnHarness.LOOPBACK, null, 50_000, 50_100, List.of(), 1, 1, 1, 0));
            assertThatThrownBy(() -> TurnServer.start(config, turn.credentials, 1, way))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("TURN port " + taken.getLocalPort());
        }
    }

    /** Sends the next datagram back; returns where it came from. */
    private static InetSocketAddress echo(DatagramSocket peer) throws IOException {
        byte[] buffer = new byte[2048];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            peer.receive(packet);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
        peer.send(packet);
        return (InetSocketAddress) packet.getSocketAddress();
    }
}
