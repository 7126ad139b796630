package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.turn.TurnScript.ALLOCATE;
import static org.lyceum.turn.TurnScript.BINDING;

import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** What those get who have proved nothing. */
class StrangersTest {
    private final VirtualTurn turn = new VirtualTurn();

    @Test
    void aBindingIsAnsweredWithTheAddressItCameFrom() {
        Client client = turn.client("192.0.2.1", 1000);
        StunMessage answer = Objects.requireNonNull(client.exchange(client.script.request(BINDING, w -> {})));
        assertThat(answer.mappedAddress()).isEqualTo(client.address);
        Client six = turn.client("2001:db8:5::5", 1000);
        assertThat(Objects.requireNonNull(six.exchange(six.script.request(BINDING, w -> {})))
                        .mappedAddress())
                .isEqualTo(six.address);
    }

    @Test
    void aBrowsersFirstAllocateIsAnswered() {
        Client client = turn.client("192.0.2.1", 1000);
        byte[] request = client.script.request(ALLOCATE, TurnScript::udp);
        assertThat(request).hasSize(28);
        assertThat(client.exchange(request)).isNotNull();
    }

    @Test
    void noNetworkGetsMoreThanThreeTimesWhatCameFromIt() {
        SplittableRandom random = new SplittableRandom(4);
        long received = 0;
        for (int i = 0; i < 5000; i++) {
            turn.now += 1_000_000;
            Client client = turn.client("192.0.2." + random.nextInt(256), 1 + random.nextInt(65_535));
            byte[] request = switch (random.nextInt(4)) {
                case 0 -> client.script.request(BINDING, w -> {});
                case 1 -> client.script.request(ALLOCATE, w -> {});
                case 2 -> client.script.request(BINDING, w -> w.attribute(0x7001, new byte[0]));
                default -> forged(random);
            };
            turn.first().receive(Transport.UDP, client.address, request);
            received += request.length;
        }
        long sent = turn.first().toClients.values().stream()
                .flatMap(Queue::stream)
                .mapToLong(bytes -> bytes.length)
                .sum();
        assertThat(sent).isPositive().isLessThanOrEqualTo(3 * received);
        assertThat(sent).as("five seconds and the one that has begun").isLessThan(6L * StrangerBudget.BYTES_PER_SECOND);
    }

    private static byte[] forged(SplittableRandom random) {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return new StunWriter()
                .request(ALLOCATE, id)
                .username("x")
                .attribute(Attributes.REALM, new byte[1])
                .attribute(Attributes.NONCE, new byte[1])
                .messageIntegrity(new byte[16])
                .toByteArray();
    }

    @Test
    void aFloodFromOneNetworkIsBoundedAndOthersGoOn() {
        for (int i = 0; i < 100_000; i++) {
            Client flood = turn.client("192.0.2." + i % 256, 1 + i % 60_000);
            turn.first().receive(Transport.UDP, flood.address, flood.script.request(BINDING, w -> {}));
        }
        long sent = turn.first().toClients.values().stream()
                .flatMap(Queue::stream)
                .mapToLong(bytes -> bytes.length)
                .sum();
        assertThat(sent).isLessThanOrEqualTo(StrangerBudget.BYTES_PER_SECOND);
        assertThat(turn.client("198.51.100.1", 1).allocate().errorCode()).isEqualTo(-1);
    }

    @Test
    void aConnectionHasProvedItsAddress() {
        Client tcp = turn.client(Transport.TCP, VirtualTurn.address("192.0.2.1", 1), Scope.PEERS, "tcp");
        for (int i = 0; i < 5000; i++) {
            assertThat(tcp.exchange(tcp.script.request(BINDING, w -> {}))).isNotNull();
        }
    }
}
