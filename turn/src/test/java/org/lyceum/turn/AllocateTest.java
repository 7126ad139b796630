package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.turn.TurnScript.ALLOCATE;
import static org.lyceum.turn.TurnScript.REFRESH;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

class AllocateTest {
    private static final int IPV4 = 1 << 24;
    private static final int IPV6 = 2 << 24;

    private final VirtualTurn turn = new VirtualTurn();
    private final Client anna = turn.client("192.0.2.1", 1000);

    @Test
    void anAllocationHasARelayedAddressAndTenMinutes() {
        StunMessage answer = anna.allocate();
        assertThat(answer.messageClass()).isEqualTo(MessageClass.SUCCESS);
        assertThat(relayed(answer).getAddress()).isEqualTo(InetAddress.ofLiteral("203.0.113.1"));
        assertThat(relayed(answer).getPort()).isBetween(50_000, 50_099);
        assertThat(answer.number(Attributes.LIFETIME)).isEqualTo(600);
        assertThat(answer.mappedAddress()).isEqualTo(anna.address);
        assertThat(answer.hasIntegrity()).isTrue();
        assertThat(turn.house.allocations()).isEqualTo(1);
    }

    @Test
    void theSameRequestAgainGetsTheSameAnswerAndAnotherOneIsRefused() {
        anna.allocate();
        byte[] again = anna.script.request(ALLOCATE, TurnScript::udp);
        assertThat(ask(again).errorCode()).isEqualTo(437);
        anna.ask(REFRESH, w -> w.number(Attributes.LIFETIME, 0));
        StunMessage first = ask(again);
        StunMessage second = ask(again);
        assertThat(relayed(second)).isEqualTo(relayed(first));
        assertThat(turn.house.allocations()).isEqualTo(1);
    }

    @Test
    void withoutATransportItIsABadRequestAndWithAnotherThanUdpUnsupported() {
        assertThat(anna.ask(ALLOCATE, w -> w.number(Attributes.REQUESTED_TRANSPORT, 6 << 24))
                        .errorCode())
                .isEqualTo(442);
        assertThat(anna.ask(ALLOCATE, w -> {}).errorCode()).isEqualTo(400);
    }

    @Test
    void familiesAreWhatWasAskedFor() {
        StunMessage six = anna.ask(ALLOCATE, udp(w -> w.number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV6)));
        assertThat(relayed(six).getAddress()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
        Client bert = turn.client("192.0.2.2", 1000);
        assertThat(bert.ask(ALLOCATE, udp(w -> w.number(Attributes.REQUESTED_ADDRESS_FAMILY, 9 << 24)))
                        .errorCode())
                .isEqualTo(440);
        StunMessage both = bert.ask(ALLOCATE, udp(w -> w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV6)));
        assertThat(both.xorAddresses(Attributes.XOR_RELAYED_ADDRESS))
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.ofLiteral("203.0.113.1"), InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void aFamilyThatIsNotThereIsRefusedOrReportedBesideTheOther() {
        VirtualTurn four = new VirtualTurn(settings(10, 20, 40, null));
        Client client = four.client("192.0.2.1", 1);
        assertThat(client.ask(ALLOCATE, udp(w -> w.number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV6)))
                        .errorCode())
                .isEqualTo(440);
        StunMessage half = client.ask(ALLOCATE, udp(w -> w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV6)));
        assertThat(half.xorAddresses(Attributes.XOR_RELAYED_ADDRESS)).hasSize(1);
        assertThat(half.attribute(Attributes.ADDRESS_ERROR_CODE)).startsWith(2, 0, 4, 40);
    }

    @Test
    void wishesThatContradictEachOtherAreBadRequests() {
        List<Consumer<StunWriter>> bad = List.of(
                w -> w.number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV4)
                        .number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV6),
                w -> w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV4),
                w -> w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV6)
                        .attribute(Attributes.EVEN_PORT, new byte[] {(byte) 0x80}),
                w -> w.attribute(Attributes.RESERVATION_TOKEN, new byte[8])
                        .attribute(Attributes.EVEN_PORT, new byte[] {0}),
                w -> w.attribute(Attributes.RESERVATION_TOKEN, new byte[8])
                        .number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV4),
                w -> w.attribute(Attributes.RESERVATION_TOKEN, new byte[7]),
                w -> w.attribute(Attributes.EVEN_PORT, new byte[3]),
                w -> w.attribute(Attributes.REQUESTED_ADDRESS_FAMILY, new byte[3]));
        for (int i = 0; i < bad.size(); i++) {
            assertThat(anna.ask(ALLOCATE, udp(bad.get(i))).errorCode())
                    .as("wish %d", i)
                    .isEqualTo(400);
        }
    }

    @Test
    void anEvenPortAndTheNextOneForWhoeverHasTheToken() {
        StunMessage even = anna.ask(ALLOCATE, udp(w -> w.attribute(Attributes.EVEN_PORT, new byte[] {(byte) 0x80})));
        int port = relayed(even).getPort();
        assertThat(port % 2).isZero();
        byte[] token = Objects.requireNonNull(even.attribute(Attributes.RESERVATION_TOKEN));
        assertThat(token).hasSize(8);
        Client bert = turn.client("192.0.2.1", 1001);
        StunMessage next = bert.ask(ALLOCATE, udp(w -> w.attribute(Attributes.RESERVATION_TOKEN, token)));
        assertThat(relayed(next).getPort()).isEqualTo(port + 1);
        Client carl = turn.client("192.0.2.1", 1002);
        assertThat(carl.ask(ALLOCATE, udp(w -> w.attribute(Attributes.RESERVATION_TOKEN, token)))
                        .errorCode())
                .isEqualTo(508);
    }

    @Test
    void aPortIsKeptForHalfAMinute() {
        StunMessage even = anna.ask(ALLOCATE, udp(w -> w.attribute(Attributes.EVEN_PORT, new byte[] {(byte) 0x80})));
        byte[] token = Objects.requireNonNull(even.attribute(Attributes.RESERVATION_TOKEN));
        assertThat(turn.house.holdings()).contains("ports 2");
        turn.pass(32);
        assertThat(turn.house.holdings()).contains("ports 1");
        Client bert = turn.client("192.0.2.1", 1001);
        assertThat(bert.ask(ALLOCATE, udp(w -> w.attribute(Attributes.RESERVATION_TOKEN, token)))
                        .errorCode())
                .isEqualTo(508);
    }

    @Test
    void lifetimesAreKeptWithinBounds() {
        StunMessage made = anna.ask(ALLOCATE, udp(w -> w.number(Attributes.LIFETIME, 10)));
        assertThat(made.number(Attributes.LIFETIME)).isEqualTo(600);
        assertThat(refresh(anna, 1200)).isEqualTo(1200);
        assertThat(refresh(anna, 1_000_000)).isEqualTo(3600);
        turn.pass(3000);
        assertThat(refresh(anna, 3600)).as("no longer than the credentials").isEqualTo(600);
    }

    @Test
    void anAllocationThatNobodyRefreshesEndsAndLeavesNothing() {
        anna.allocate();
        turn.pass(599);
        assertThat(turn.house.allocations()).isEqualTo(1);
        turn.pass(2);
        assertThat(turn.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
        assertThat(turn.sockets).isEmpty();
        assertThat(anna.ask(REFRESH, w -> {}).errorCode()).isEqualTo(437);
    }

    @Test
    void anAllocationThatIsRefreshedToNothingEndsAtOnce() {
        anna.allocate();
        assertThat(refresh(anna, 0)).isZero();
        assertThat(turn.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
        assertThat(turn.sockets).isEmpty();
    }

    @Test
    void oneOfTwoFamiliesCanBeGivenUp() {
        anna.ask(ALLOCATE, udp(w -> w.number(Attributes.ADDITIONAL_ADDRESS_FAMILY, IPV6)));
        assertThat(turn.sockets).hasSize(2);
        StunMessage answer = anna.ask(
                REFRESH, w -> w.number(Attributes.LIFETIME, 0).number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV6));
        assertThat(answer.messageClass()).isEqualTo(MessageClass.SUCCESS);
        assertThat(turn.sockets).hasSize(1);
        assertThat(anna.ask(REFRESH, w -> w.number(Attributes.REQUESTED_ADDRESS_FAMILY, IPV6))
                        .errorCode())
                .isEqualTo(443);
    }

    @Test
    void aClientWhoseConnectionEndsHasNothingLeft() {
        Client tcp = turn.client(Transport.TCP, VirtualTurn.address("192.0.2.9", 9), Scope.PEERS, "tcp");
        tcp.allocate();
        turn.first().engine.disconnected(Transport.TCP, tcp.address);
        assertThat(turn.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    @Test
    void aUserHasAQuotaAndANetworkHasOne() {
        VirtualTurn small = new VirtualTurn(settings(2, 3, 40, null));
        TurnCredentials.Credential one = small.credentials.admit(Scope.PEERS, "one", small.seconds() + 600);
        for (int i = 0; i < 3; i++) {
            Client client = new Client(small.first(), Transport.UDP, VirtualTurn.address("192.0.2.1", 10 + i), one, i);
            assertThat(client.allocate().errorCode()).as("client %d", i).isEqualTo(i < 2 ? -1 : 486);
        }
        assertThat(small.client("192.0.2.1", 20).allocate().errorCode()).isEqualTo(-1);
        assertThat(small.client("192.0.2.1", 21).allocate().errorCode()).isEqualTo(486);
        assertThat(small.client("192.0.2.2", 22).allocate().errorCode()).isEqualTo(-1);
        assertThat(small.count(TurnCounter.REFUSED_QUOTA)).isEqualTo(2);
    }

    @Test
    void aSixtyFourOfIpv6IsOneNetwork() {
        VirtualTurn small = new VirtualTurn(settings(9, 1, 40, null));
        assertThat(small.client("2001:db8:9::1", 1).allocate().errorCode()).isEqualTo(-1);
        assertThat(small.client("2001:db8:9::2", 1).allocate().errorCode()).isEqualTo(486);
        assertThat(small.client("2001:db8:9:1::2", 1).allocate().errorCode()).isEqualTo(-1);
    }

    @Test
    void aServerThatIsFullSaysSo() {
        VirtualTurn full = new VirtualTurn(settings(9, 9, 1, null));
        assertThat(full.client("192.0.2.1", 1).allocate().errorCode()).isEqualTo(-1);
        assertThat(full.client("192.0.2.2", 1).allocate().errorCode()).isEqualTo(508);
        VirtualTurn occupied = new VirtualTurn();
        for (int port = 50_000; port < 50_100; port++) {
            occupied.occupied.add(port);
        }
        assertThat(occupied.client("192.0.2.1", 1).allocate().errorCode()).isEqualTo(508);
        assertThat(occupied.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    @Test
    void wholeDatagramsAreAnUnknownWishWhereTheKernelCannot() {
        turn.fragmentsForbidden = false;
        StunMessage refused = anna.ask(ALLOCATE, udp(w -> w.attribute(Attributes.DONT_FRAGMENT, new byte[0])));
        assertThat(refused.errorCode()).isEqualTo(420);
        assertThat(refused.unknownAttributes()).containsExactly(Attributes.DONT_FRAGMENT);
        turn.fragmentsForbidden = true;
        assertThat(anna.ask(ALLOCATE, udp(w -> w.attribute(Attributes.DONT_FRAGMENT, new byte[0])))
                        .errorCode())
                .isEqualTo(-1);
    }

    private StunMessage ask(byte[] request) {
        return Objects.requireNonNull(anna.exchange(request));
    }

    private static long refresh(Client client, int seconds) {
        return client.ask(REFRESH, w -> w.number(Attributes.LIFETIME, seconds)).number(Attributes.LIFETIME);
    }

    private static Consumer<StunWriter> udp(Consumer<StunWriter> more) {
        return writer -> {
            TurnScript.udp(writer);
            more.accept(writer);
        };
    }

    private static InetSocketAddress relayed(StunMessage answer) {
        return Objects.requireNonNull(answer.xorAddress(Attributes.XOR_RELAYED_ADDRESS));
    }

    private static TurnSettings settings(int byUser, int byNetwork, int all, @Nullable InetAddress six) {
        return new TurnSettings(
                InetAddress.ofLiteral("203.0.113.1"), six, 50_000, 50_099, List.of(), byUser, byNetwork, all, 0);
    }
}
