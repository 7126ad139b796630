package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunWriter;

/** Damaged messages on all three transports: refused or dropped, nothing escapes, nothing grows, and the honest go on. */
class TurnMutationTest {
    private static final int MUTATIONS = 50_000;
    private static final long SEED = 20_260_305L;

    @Test
    void damagedMessagesLeaveTheHonestAlone() {
        VirtualTurn turn = new VirtualTurn();
        Client honest = turn.client("192.0.2.1", 1000);
        InetSocketAddress relayed =
                Objects.requireNonNull(honest.allocate().xorAddress(Attributes.XOR_RELAYED_ADDRESS));
        honest.bind(0x4000, VirtualTurn.PEER);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Client> hostile = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            Client client =
                    turn.client(transport, VirtualTurn.address("198.51.100.66", 66), Scope.PEERS, "h" + transport);
            client.allocate();
            hostile.add(client);
        }
        for (int i = 0; i < MUTATIONS; i++) {
            if (i % 1000 == 0) {
                turn.pass(1);
                turn.first().toClients.clear();
                turn.network.clear();
            }
            Client client = hostile.get(random.nextInt(hostile.size()));
            byte[] message = damaged(seedMessage(client, random), random);
            try {
                turn.first().receive(client.transport, client.address, message);
                if (message.length >= 4) {
                    byte[] data =
                            Arrays.copyOf(message, Math.max(message.length, 4 + ((message[2] & 0xFF) << 8) + 255));
                    turn.first().receiveChannelData(client.transport, client.address, data);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i, e);
            }
        }
        assertThat(turn.house.allocations()).isLessThanOrEqualTo(4);
        turn.first().toClients.clear();
        turn.network.clear();
        honest.bind(0x4000, VirtualTurn.PEER);
        honest.sendChannel(0x4000, new byte[] {1});
        assertThat(turn.network.remove().from()).isEqualTo(relayed);
        hostile.forEach(client -> turn.first().engine.disconnected(client.transport, client.address));
        turn.pass(601);
        assertThat(turn.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    private static byte[] seedMessage(Client client, SplittableRandom random) {
        InetSocketAddress peer = random.nextBoolean() ? VirtualTurn.PEER : VirtualTurn.PEER6;
        return switch (random.nextInt(7)) {
            case 0 ->
                client.script.request(TurnScript.ALLOCATE, w -> {
                    TurnScript.udp(w);
                    w.attribute(Attributes.EVEN_PORT, new byte[] {(byte) 0x80});
                });
            case 1 -> client.script.request(TurnScript.REFRESH, w -> w.number(Attributes.LIFETIME, random.nextInt()));
            case 2 -> client.script.request(TurnScript.CREATE_PERMISSION, w -> TurnScript.peer(w, peer));
            case 3 ->
                client.script.request(
                        TurnScript.CHANNEL_BIND, w -> TurnScript.channel(w, 0x4000 + random.nextInt(70), peer));
            case 4 -> client.script.sendIndication(peer, new byte[random.nextInt(1500)]);
            case 5 -> TurnScript.channelData(0x4000 + random.nextInt(4), new byte[random.nextInt(1500)], true);
            default ->
                new StunWriter()
                        .request(random.nextInt(16), new byte[12])
                        .number(random.nextInt(0x10000), random.nextInt())
                        .toByteArray();
        };
    }

    /** Half of them as they are, so that states are reached; in the others bytes are changed, cut or added. */
    private static byte[] damaged(byte[] message, SplittableRandom random) {
        if (random.nextBoolean()) {
            return message;
        }
        byte[] damaged =
                random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length + 8)) : message.clone();
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }
}
