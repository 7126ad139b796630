package org.lyceum.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.turn.TurnScript.ALLOCATE;
import static org.lyceum.turn.VirtualTurn.MEDIA;
import static org.lyceum.turn.VirtualTurn.PEER;
import static org.lyceum.turn.VirtualTurn.PEER6;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.turn.VirtualTurn.Sent;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;

/** Permissions, channels, and what they let through. */
class RelayingTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final VirtualTurn turn = new VirtualTurn();
    private final Client anna = turn.client("192.0.2.1", 1000);
    private final InetSocketAddress relayed = relayed(anna);

    @Test
    void nothingGoesEitherWayWithoutAPermission() {
        anna.send(PEER, HELLO);
        turn.first().receiveFromPeer(relayed, PEER, HELLO);
        assertThat(turn.network).isEmpty();
        assertThat(anna.next()).isNull();
        assertThat(turn.count(TurnCounter.DROPPED_NO_PERMISSION)).isEqualTo(2);
    }

    @Test
    void indicationsCarryDataBothWaysForFiveMinutes() {
        assertThat(anna.permit(PEER).messageClass()).isEqualTo(MessageClass.SUCCESS);
        anna.send(PEER, HELLO);
        Sent sent = turn.network.remove();
        assertThat(sent.from()).isEqualTo(relayed);
        assertThat(sent.to()).isEqualTo(PEER);
        assertThat(sent.whole()).isFalse();
        assertThat(sent.bytes()).isEqualTo(HELLO);
        InetSocketAddress otherPort = VirtualTurn.address("198.51.100.7", 4001);
        turn.first().receiveFromPeer(relayed, otherPort, HELLO);
        StunMessage data = message(anna.next());
        assertThat(data.messageClass()).isEqualTo(MessageClass.INDICATION);
        assertThat(data.method()).isEqualTo(TurnScript.DATA);
        assertThat(data.xorAddress(Attributes.XOR_PEER_ADDRESS)).isEqualTo(otherPort);
        assertThat(data.attribute(Attributes.DATA)).isEqualTo(HELLO);
        turn.pass(300);
        anna.send(PEER, HELLO);
        turn.first().receiveFromPeer(relayed, PEER, HELLO);
        assertThat(turn.network).isEmpty();
        assertThat(anna.next()).isNull();
    }

    @Test
    void aChannelLastsTenMinutesAndItsPermissionFive() {
        assertThat(anna.bind(0x4000, PEER).errorCode()).isEqualTo(-1);
        anna.sendChannel(0x4000, HELLO);
        assertThat(turn.network.remove().bytes()).isEqualTo(HELLO);
        turn.first().receiveFromPeer(relayed, PEER, HELLO);
        assertThat(anna.next()).isEqualTo(TurnScript.channelData(0x4000, HELLO, false));

        turn.pass(301);
        turn.first().receiveFromPeer(relayed, PEER, HELLO);
        anna.sendChannel(0x4000, HELLO);
        assertThat(anna.next()).as("the permission is over").isNull();
        assertThat(turn.network).isEmpty();
        anna.permit(PEER);
        anna.sendChannel(0x4000, HELLO);
        assertThat(turn.network.remove().bytes()).isEqualTo(HELLO);

        anna.ask(TurnScript.REFRESH, w -> w.number(Attributes.LIFETIME, 3600));
        turn.pass(300);
        anna.permit(PEER);
        anna.sendChannel(0x4000, HELLO);
        assertThat(turn.network).as("the channel is over").isEmpty();
        turn.first().receiveFromPeer(relayed, PEER, HELLO);
        assertThat(message(anna.next()).method()).isEqualTo(TurnScript.DATA);
    }

    @Test
    void aChannelThatIsBoundAgainGoesOn() {
        anna.bind(0x4001, PEER);
        for (int i = 0; i < 5; i++) {
            turn.pass(250);
            anna.ask(TurnScript.REFRESH, w -> {});
            assertThat(anna.bind(0x4001, PEER).errorCode()).isEqualTo(-1);
        }
        anna.sendChannel(0x4001, HELLO);
        assertThat(turn.network).hasSize(1);
    }

    @Test
    void aNumberHasOnePeerAndAPeerOneNumber() {
        anna.bind(0x4000, PEER);
        assertThat(anna.bind(0x4000, VirtualTurn.address("198.51.100.8", 1)).errorCode())
                .isEqualTo(400);
        assertThat(anna.bind(0x4001, PEER).errorCode()).isEqualTo(400);
        for (int number : new int[] {0, 0x3FFF, 0x8000, 0xFFFF}) {
            assertThat(anna.bind(number, VirtualTurn.address("198.51.100.9", 1)).errorCode())
                    .as("%x", number)
                    .isEqualTo(400);
        }
        assertThat(anna.ask(TurnScript.CHANNEL_BIND, w -> w.number(Attributes.CHANNEL_NUMBER, 0x4000 << 16))
                        .errorCode())
                .isEqualTo(400);
    }

    @Test
    void aChannelThatIsNotBoundLeadsNowhere() {
        anna.sendChannel(0x4005, HELLO);
        assertThat(turn.count(TurnCounter.DROPPED_NO_CHANNEL)).isEqualTo(1);
    }

    @Test
    void onAStreamChannelDataIsPadded() {
        Client tls = turn.client(Transport.TLS, VirtualTurn.address("192.0.2.2", 2), Scope.PEERS, "tls");
        InetSocketAddress address = relayed(tls);
        tls.bind(0x4000, PEER);
        turn.first().receiveFromPeer(address, PEER, HELLO);
        assertThat(tls.next())
                .isEqualTo(TurnScript.channelData(0x4000, HELLO, true))
                .hasSize(12);
    }

    @Test
    void familiesDoNotMix() {
        assertThat(anna.permit(PEER6).errorCode()).isEqualTo(443);
        assertThat(anna.bind(0x4000, PEER6).errorCode()).isEqualTo(443);
        Client both = turn.client("192.0.2.2", 2);
        both.ask(ALLOCATE, w -> {
            TurnScript.udp(w);
            w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, 2 << 24);
        });
        assertThat(both.permit(PEER, PEER6).errorCode()).isEqualTo(-1);
        both.send(PEER, HELLO);
        both.send(PEER6, HELLO);
        assertThat(turn.network.remove().from().getAddress()).isEqualTo(InetAddress.ofLiteral("203.0.113.1"));
        assertThat(turn.network.remove().from().getAddress()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void wholeDatagramsStayWhole() {
        anna.permit(PEER);
        byte[] plain = anna.script.sendIndication(PEER, HELLO);
        byte[] whole = Arrays.copyOf(plain, plain.length + 4);
        whole[3] = (byte) (whole[3] + 4);
        whole[plain.length + 1] = Attributes.DONT_FRAGMENT;
        turn.first().receive(Transport.UDP, anna.address, whole);
        assertThat(turn.network.remove().whole()).isTrue();
    }

    @Test
    void forbiddenPeersAreRefusedAllTogether() {
        InetSocketAddress inside = VirtualTurn.address("10.0.0.1", 53);
        assertThat(anna.permit(inside).errorCode()).isEqualTo(403);
        assertThat(anna.permit(PEER, inside).errorCode()).isEqualTo(403);
        assertThat(anna.bind(0x4000, inside).errorCode()).isEqualTo(403);
        anna.send(inside, HELLO);
        anna.send(PEER, HELLO);
        assertThat(turn.network).isEmpty();
        assertThat(turn.count(TurnCounter.REFUSED_PEER)).isEqualTo(3);
    }

    @Test
    void thisMachinesServicesAreReachedByNobody() {
        InetSocketAddress ssh = new InetSocketAddress(MEDIA.getAddress(), 22);
        assertThat(anna.bind(0x4000, ssh).errorCode()).isEqualTo(403);
        assertThat(anna.permit(ssh).errorCode())
                .as("a permission is for an address, and the media port is there")
                .isEqualTo(-1);
        anna.send(ssh, HELLO);
        assertThat(turn.network).isEmpty();
        assertThat(turn.count(TurnCounter.DROPPED_DESTINATION)).isEqualTo(1);
        turn.first().receiveFromPeer(relayed, ssh, HELLO);
        assertThat(anna.next()).isNull();
    }

    @Test
    void theMediaPortIsReachedInProcess() {
        anna.bind(0x4000, MEDIA);
        anna.sendChannel(0x4000, HELLO);
        anna.send(MEDIA, HELLO);
        assertThat(turn.media).containsExactly(HELLO, HELLO);
        assertThat(turn.network).isEmpty();
        Relay relay = Objects.requireNonNull(turn.house.relay(relayed));
        relay.home().deliver(relay, null, HELLO, 0, HELLO.length);
        assertThat(anna.next()).isEqualTo(TurnScript.channelData(0x4000, HELLO, false));
    }

    @Test
    void twoRelaysMeetInProcessEvenOnTwoLoops() {
        TurnCredentials.Credential credential = turn.credentials.admit(Scope.PEERS, "bert", turn.seconds() + 600);
        Client bert =
                new Client(turn.engines.get(1), Transport.UDP, VirtualTurn.address("192.0.2.2", 2), credential, 17);
        InetSocketAddress theirs = relayed(bert);
        anna.bind(0x4000, theirs);
        anna.sendChannel(0x4000, HELLO);
        assertThat(bert.next()).as("without a permission of theirs").isNull();
        bert.permit(relayed);
        anna.sendChannel(0x4000, HELLO);
        StunMessage data = message(bert.next());
        assertThat(data.xorAddress(Attributes.XOR_PEER_ADDRESS)).isEqualTo(relayed);
        bert.ask(TurnScript.REFRESH, w -> w.number(Attributes.LIFETIME, 0));
        anna.sendChannel(0x4000, HELLO);
        assertThat(turn.count(TurnCounter.DROPPED_DESTINATION)).isEqualTo(1);
        assertThat(turn.network).isEmpty();
    }

    @Test
    void aBroadcastsWatcherReachesTheMediaPortAloneAndTakesNoSocket() {
        Client watcher = turn.client(Transport.UDP, VirtualTurn.address("192.0.2.3", 3), Scope.MEDIA, "watcher");
        int socketsBefore = turn.sockets.size();
        InetSocketAddress address = relayed(watcher);
        assertThat(turn.sockets).hasSize(socketsBefore);
        assertThat(watcher.permit(PEER).errorCode()).isEqualTo(403);
        assertThat(watcher.bind(0x4000, PEER).errorCode()).isEqualTo(403);
        assertThat(watcher.bind(0x4000, relayed).errorCode()).isEqualTo(403);
        assertThat(watcher.bind(0x4000, MEDIA).errorCode()).isEqualTo(-1);
        watcher.send(relayed, HELLO);
        watcher.sendChannel(0x4000, HELLO);
        assertThat(turn.media).containsExactly(HELLO);
        assertThat(anna.bind(0x4001, address).errorCode()).isEqualTo(-1);
        anna.permit(MEDIA);
        anna.sendChannel(0x4001, HELLO);
        assertThat(watcher.next())
                .as("another relay's address is the media port's, but not its port")
                .isNull();
    }

    @Test
    void permissionsAndChannelsAreBounded() {
        for (int i = 0; i < Allocation.MOST_PERMISSIONS; i++) {
            assertThat(anna.permit(VirtualTurn.address("198.51.100." + i, 1)).errorCode())
                    .isEqualTo(-1);
        }
        assertThat(anna.permit(VirtualTurn.address("198.51.99.1", 1)).errorCode())
                .isEqualTo(508);
        assertThat(anna.permit(VirtualTurn.address("198.51.100.1", 1)).errorCode())
                .isEqualTo(-1);
        for (int i = 0; i < Allocation.MOST_CHANNELS; i++) {
            assertThat(anna.bind(0x4000 + i, VirtualTurn.address("198.51.100.1", 1 + i))
                            .errorCode())
                    .isEqualTo(-1);
        }
        assertThat(anna.bind(0x4FFF, VirtualTurn.address("198.51.100.1", 999)).errorCode())
                .isEqualTo(508);
        turn.pass(301);
        assertThat(anna.permit(VirtualTurn.address("198.51.99.1", 1)).errorCode())
                .isEqualTo(-1);
    }

    @Test
    void anAllocationHasARate() {
        VirtualTurn slow = new VirtualTurn(new TurnSettings(
                InetAddress.ofLiteral("203.0.113.1"), null, 50_000, 50_099, List.of(), 9, 9, 9, 100_000));
        Client client = slow.client("192.0.2.1", 1);
        relayed(client);
        client.bind(0x4000, PEER);
        byte[] packet = new byte[1000];
        for (int i = 0; i < 10_000; i++) {
            slow.now += 1_000_000;
            client.sendChannel(0x4000, packet);
        }
        assertThat(slow.network.size())
                .as("a megabyte in ten seconds, and the burst")
                .isBetween(1000, 1065);
        assertThat(slow.count(TurnCounter.DROPPED_RATE)).isEqualTo(10_000 - slow.network.size());
    }

    private static StunMessage message(byte @Nullable [] bytes) {
        byte[] present = Objects.requireNonNull(bytes);
        return Objects.requireNonNull(StunMessage.parse(present, 0, present.length));
    }

    private static InetSocketAddress relayed(Client client) {
        return Objects.requireNonNull(client.allocate().xorAddress(Attributes.XOR_RELAYED_ADDRESS));
    }
}
