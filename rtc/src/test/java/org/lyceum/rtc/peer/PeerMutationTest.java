package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.SimulatedNetwork.address;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.ice.Path;
import org.lyceum.wire.rtp.Demux;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;

/**
 * A million mutations of real traffic thrown at a peer, before it is connected and after: nothing escapes, nothing is
 * answered that should not be, and the peer still works.
 */
class PeerMutationTest {
    private static final int MUTATIONS = 500_000; // for each of two states
    private static final byte[] SERVER_PASSWORD = "passwordOfServer1".getBytes(StandardCharsets.UTF_8);
    private static final Path CLIENT = udp(PeerScene.CLIENT);
    private static final Path STRANGER = udp(address(66, 6_666));

    @Test
    void aPeerThatNobodyHasReachedYetIsNotMoved() {
        long seed = 1_001;
        System.out.println("PeerMutationTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> traffic = trafficToServer(seed);
        PeerScene scene = new PeerScene(seed, true);

        for (int i = 0; i < MUTATIONS; i++) {
            throwAt(scene, mutate(traffic.get(random.nextInt(traffic.size())), random), CLIENT);
        }

        assertThat(scene.server.peer().selected()).isNull();
        assertThat(scene.server.closeReason()).isNull();
        assertThat(scene.connects(5_000)).as("the real client still gets in").isTrue();
    }

    @Test
    void aConnectedPeerTakesNothingFromMutations() {
        long seed = 1_002;
        System.out.println("PeerMutationTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        PeerScene scene = new PeerScene(seed, true);
        List<byte[]> traffic = new ArrayList<>();
        scene.network.observing((datagram, to) -> {
            if (to.remote().equals(PeerScene.SERVER)) {
                traffic.add(datagram);
            }
        });
        assertThat(scene.connects(5_000)).isTrue();
        scene.publish(200);
        scene.network.run(3_000);
        scene.network.observing((datagram, to) -> {});
        int before = scene.server.received().size();
        assertThat(before).isEqualTo(200);

        for (int i = 0; i < MUTATIONS; i++) {
            Path from = random.nextInt(10) == 0 ? STRANGER : CLIENT;
            throwAt(scene, mutate(traffic.get(random.nextInt(traffic.size())), random), from);
        }

        assertThat(scene.server.received()).as("media made of mutations").hasSize(before);
        assertThat(scene.server.closeReason()).isNull();
        assertThat(scene.server.peer().selected()).isEqualTo(CLIENT);
        assertThat(scene.server.peer().knows(STRANGER)).isFalse();
        scene.publish(200);
        scene.network.run(3_000);
        assertThat(scene.server.received()).as("the peer still works").hasSize(before + 200);
    }

    /** What a server gets from one whole session of a client with the same credentials. */
    private static List<byte[]> trafficToServer(long seed) {
        PeerScene scene = new PeerScene(seed, true);
        List<byte[]> traffic = new ArrayList<>();
        scene.network.observing((datagram, to) -> {
            if (to.remote().equals(PeerScene.SERVER)) {
                traffic.add(datagram);
            }
        });
        assertThat(scene.connects(5_000)).isTrue();
        scene.publish(100);
        scene.network.run(2_000);
        return traffic;
    }

    private static void throwAt(PeerScene scene, byte[] mutation, Path from) {
        if (authentic(mutation)) {
            return;
        }
        byte[] before = mutation.clone(); // decryption works in place
        scene.server.peer().receive(mutation, 0, mutation.length, from, scene.network.now());
        scene.server
                .peer()
                .drain(
                        (bytes, offset, length, segmentSize, path) -> {
                            assertThat(path).isEqualTo(from);
                            assertThat(Demux.classify(before, 0, before.length))
                                    .as("only checks and handshakes are answered")
                                    .isEqualTo(Demux.classify(bytes, offset, length));
                            StunMessage answer = StunMessage.parse(bytes, offset, length);
                            if (answer != null) {
                                assertThat(answer.messageClass()).isEqualTo(MessageClass.ERROR);
                            }
                        },
                        scene.network.now());
    }

    /** FINGERPRINT is not under MESSAGE-INTEGRITY, so a mutation there leaves a check that is as good as before: no mutation. */
    private static boolean authentic(byte[] mutation) {
        StunMessage message = StunMessage.parse(mutation, 0, mutation.length);
        return message != null && message.verifyIntegrity(SERVER_PASSWORD);
    }

    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] bytes = switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(original, random.nextInt(original.length));
            case 1 -> Arrays.copyOf(original, original.length + 1 + random.nextInt(40));
            default -> original.clone();
        };
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            // Half of the changes hit the headers, where the decisions are made.
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 24) : bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
