package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.sim.SimulatedNetwork;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.rtp.DatagramKind;
import org.lyceum.wire.rtp.Demux;

/** Two whole peers in virtual time, over a network with every accident; deterministic for a seed. */
class SimulatedPeersTest {
    private static final int PACKETS = 1_000;

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "4,true", "5,false", "6,false", "7,false", "8,false"})
    void mediaArrivesWholeThroughLossReorderingAndRepetition(long seed, boolean clientSends) {
        System.out.println("SimulatedPeersTest seed " + seed);
        PeerScene scene = new PeerScene(seed, clientSends);
        scene.network.losing(0.1).repeating(0.05).delaying(20, 45);
        assertThat(scene.connects(15_000)).isTrue();

        scene.publish(PACKETS);
        scene.network.run(8_000);

        assertThat(scene.receiver.received().size()).isGreaterThanOrEqualTo(PACKETS * 99 / 100);
        assertReceivedIsWhatWasSent(scene);
        assertThat(scene.receiver.peer().counters().get(PeerCounter.RECOVERED)).isPositive();
        assertThat(scene.receiver.peer().counters().get(PeerCounter.AUTH_FAILED))
                .isZero();
        assertThat(scene.sender.peer().roundTripNanos()).isBetween(40_000_000L, 90_000_000L);
    }

    @Test
    void aPerfectNetworkRepairsNothing() {
        PeerScene scene = new PeerScene(10, true);
        assertThat(scene.connects(1_000)).isTrue();
        scene.publish(PACKETS);
        scene.network.run(8_000);

        assertThat(scene.receiver.received()).hasSize(PACKETS);
        assertReceivedIsWhatWasSent(scene);
        assertThat(scene.receiver.peer().counters().get(PeerCounter.NACKED_OUT)).isZero();
        assertThat(scene.sender.peer().counters().get(PeerCounter.RTP_RESENT)).isZero();
    }

    /** As packetizers split it, the larger ones in between, before or behind; the bytes that make them even are no payload. */
    @ParameterizedTest
    @CsvSource({
        "301,300,301,300,301",
        "305,305,304,304,304",
        "304,304,304,305,305",
        "296,297,296,297,290",
        "311,312,313,311,40"
    })
    void aPictureInNearlyEqualPartsLeavesInAMessageOrTwo(int a, int b, int c, int d, int e) {
        PeerScene scene = new PeerScene(10, false);
        assertThat(scene.connects(1_000)).isTrue();
        scene.network.run(300);
        scene.sender.messages().clear();

        scene.publishPicture(a, b, c, d, e);
        scene.network.run(50);

        assertThat(scene.sender.messages().stream().filter(bytes -> bytes > 150))
                .hasSizeBetween(1, 2);
        assertThat(scene.receiver.received()).hasSize(5);
        assertReceivedIsWhatWasSent(scene);
    }

    @ParameterizedTest
    @CsvSource({
        "1096, 0, 0",
        "1095, 0, 1",
        "1089, 0, 7",
        "1095, 1104, 9", // as large as the one before
        "1095, 1105, 1",
        "1095, 1088, 1", // which has left already
        "1195, 1203, 5",
        "1200, 0, 0",
        "1201, 0, 0", // too large to be made larger
        "100, 1200, 4"
    })
    void aFewBytesMakePartsEvenAndNeverLargerThanPacketsAre(int length, int before, int padding) {
        assertThat(OutboundStream.evenPadding(length, before)).isEqualTo(padding);
    }

    /** Without it sound and picture are not in step; what is sent tells of it, as nothing has been heard yet that would. */
    @Test
    void aStreamsFirstReportFollowsItsFirstPacket() {
        PeerScene scene = new PeerScene(10, false);
        scene.network.delaying(200, 200);
        assertThat(scene.connects(15_000)).isTrue();
        scene.network.run(300);
        PeerCounters counters = scene.sender.peer().counters();
        long before = counters.get(PeerCounter.RTCP_SENT);

        scene.publish(1);
        scene.network.run(70);

        assertThat(counters.get(PeerCounter.RTCP_SENT)).isEqualTo(before + 1);
    }

    /** Checks get lost too and are repeated after half a second: how soon media is there again is a matter of luck, the mean is not. */
    @Test
    void anIceRestartFromAnotherAddressTakesTheMediaAlong() {
        int seeds = 20;
        int sum = 0;
        for (long seed = 21; seed < 21 + seeds; seed++) {
            PeerScene scene = new PeerScene(seed, false);
            scene.network.losing(0.1).delaying(10, 30);
            assertThat(scene.connects(15_000)).isTrue();
            scene.publish(4_000);
            scene.network.run(5_000);

            scene.network.move(scene.client, PeerScene.MOVED);
            scene.network.run(1_000);
            int before = scene.receiver.received().size();
            scene.restartIce("2");
            scene.network.run(2_000);

            assertThat(scene.server.peer().selected()).as("seed %d", seed).isEqualTo(udp(PeerScene.MOVED));
            int received = scene.receiver.received().size() - before;
            assertThat(received).as("of 400, seed %d", seed).isGreaterThan(100);
            sum += received;
            assertReceivedIsWhatWasSent(scene);
        }
        assertThat(sum / seeds).as("mean of 400 sent in two seconds").isGreaterThan(320);
    }

    @ParameterizedTest
    @CsvSource({"38,false", "32,false", "33,false", "34,true", "35,true", "36,true"})
    void mediaFollowsAnAddressThatANatHasChangedWithinASecond(long seed, boolean clientSends) {
        PeerScene scene = new PeerScene(seed, clientSends);
        scene.network.delaying(10, 20);
        assertThat(scene.connects(15_000)).isTrue();
        scene.publish(6_000);
        scene.network.run(5_000 + 37 * seed);

        scene.network.move(scene.client, PeerScene.MOVED);
        scene.network.run(600);

        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.MOVED));
        int before = scene.receiver.received().size();
        scene.network.run(1_000);
        assertThat(scene.receiver.received().size() - before).isGreaterThanOrEqualTo(180);
        assertReceivedIsWhatWasSent(scene);
        scene.network.run(6_000);
        assertThat(scene.server.peer().selected()).as("by checks as well").isEqualTo(udp(PeerScene.MOVED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copiesThatAreFasterThanTheirOriginalsMoveNothing(boolean clientSends) {
        PeerScene scene = new PeerScene(37, clientSends);
        assertThat(scene.connects(15_000)).isTrue();
        Set<Path> ways = new HashSet<>();
        scene.network.observing((datagram, to) -> {
            if (to.equals(udp(PeerScene.SERVER))) {
                scene.server.receive(datagram.clone(), udp(PeerScene.MOVED), scene.network.now());
            } else {
                ways.add(to);
            }
        });
        scene.publish(PACKETS);
        scene.network.run(6_000);

        assertThat(ways).contains(udp(PeerScene.CLIENT));
        assertThat(scene.receiver.received().size()).isGreaterThan(PACKETS * 99 / 100);
        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.CLIENT));
    }

    @Test
    void aCopyWhoseOriginalWasHeldBackMovesNothingForItsAddressDoesNotAnswer() {
        PeerScene scene = new PeerScene(38, true);
        assertThat(scene.connects(15_000)).isTrue();
        scene.publish(PACKETS);
        scene.network.run(1_000);

        scene.network.observing((datagram, to) -> {
            if (to.equals(udp(PeerScene.SERVER)) && isMedia(datagram)) {
                scene.server.receive(datagram.clone(), udp(PeerScene.MOVED), scene.network.now());
            }
        });
        scene.network.losing(1);
        for (int i = 0; i < 100; i++) {
            scene.network.run(10);
            assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.CLIENT));
        }
    }

    /** Of each check somebody between sends a copy ahead, with somebody else's address on it, and lets no original through. */
    @Test
    void aVictimWhoseAddressStandsOnCopiedChecksGetsNoMoreThanChecks() {
        PeerScene scene = new PeerScene(41, false);
        assertThat(scene.connects(15_000)).isTrue();
        long[] bytes = new long[2];
        scene.network.observing((datagram, to) -> {
            if (to.equals(udp(PeerScene.SERVER)) && Demux.classify(datagram, 0, datagram.length) == DatagramKind.STUN) {
                bytes[0] += datagram.length;
                scene.server.receive(datagram.clone(), udp(PeerScene.MOVED), scene.network.now());
            } else if (to.equals(udp(PeerScene.MOVED))) {
                bytes[1] += datagram.length;
            }
        });
        scene.publish(PACKETS * 4);
        scene.network.losing(1);
        scene.network.run(20_000);

        System.out.printf("victim: %d bytes for %d bytes of copied checks%n", bytes[1], bytes[0]);
        assertThat(bytes[0]).isPositive();
        assertThat(bytes[1]).as("bytes to the victim").isLessThanOrEqualTo(4 * bytes[0]);
        assertThat(scene.server.peer().counters().get(PeerCounter.PATHS_UNANSWERED))
                .isPositive();
        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.CLIENT));
    }

    @Test
    void whoRepeatsACheckAndAPacketFromElsewhereDoesNotTakeMediaBackFromAPathThatIsFollowed() {
        PeerScene scene = new PeerScene(40, true);
        Path eavesdropper = udp(SimulatedNetwork.address(102, 60_000));
        List<byte[]> media = new ArrayList<>();
        boolean[] copied = {false};
        scene.network.observing((datagram, to) -> {
            if (to.equals(udp(PeerScene.SERVER)) && !copied[0]) {
                copied[0] = true; // the first check, a moment after it
                scene.network.at(5, () -> scene.server.receive(datagram.clone(), eavesdropper, scene.network.now()));
            } else if (isMedia(datagram)) {
                media.add(datagram.clone());
            }
        });
        assertThat(scene.connects(15_000)).isTrue();
        scene.publish(PACKETS);
        scene.network.run(2_000);
        assertThat(scene.server.peer().knows(eavesdropper)).isTrue();
        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.CLIENT));

        scene.network.move(scene.client, PeerScene.MOVED);
        assertThat(scene.network.run(
                        1_000,
                        () -> udp(PeerScene.MOVED).equals(scene.server.peer().selected())))
                .isTrue();
        scene.server.receive(media.getFirst().clone(), eavesdropper, scene.network.now());
        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.MOVED));
    }

    private static boolean isMedia(byte[] datagram) {
        return Demux.classify(datagram, 0, datagram.length) == DatagramKind.RTP;
    }

    @Test
    void repeatedAndForgedMediaOfUnknownAddressesMovesNothing() {
        PeerScene scene = new PeerScene(39, true);
        assertThat(scene.connects(15_000)).isTrue();
        List<byte[]> seen = new ArrayList<>();
        scene.network.observing((datagram, to) -> seen.add(datagram));
        scene.publish(200);
        scene.network.run(2_000);
        for (byte[] datagram : List.copyOf(seen)) {
            if (isMedia(datagram)) {
                scene.server.receive(datagram.clone(), udp(PeerScene.MOVED), scene.network.now());
                datagram[2]++; // a number far ahead
                scene.server.receive(datagram, udp(PeerScene.MOVED), scene.network.now());
                scene.network.run(30);
            }
        }

        assertThat(scene.server.peer().selected()).isEqualTo(udp(PeerScene.CLIENT));
        assertThat(scene.server.peer().knows(udp(PeerScene.MOVED))).isFalse();
    }

    @Test
    void whoLeavesIsGoneAtOnceAndByName() {
        PeerScene scene = new PeerScene(41, true);
        assertThat(scene.connects(1_000)).isTrue();

        scene.client.peer().close(scene.network.now());
        scene.network.run(100);

        assertThat(scene.client.closeReason()).isEqualTo(CloseReason.CLOSED_HERE);
        assertThat(scene.server.closeReason()).isEqualTo(CloseReason.LEFT);
        assertThat(scene.server.peer().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoNeverComesIsGoneAfterFifteenSeconds() {
        PeerScene scene = new PeerScene(42, true);
        scene.network.losing(1);
        scene.network.run(15_100);

        assertThat(scene.server.closeReason()).isEqualTo(CloseReason.NEVER_CAME);
    }

    @Test
    void whoFallsSilentExpires() {
        PeerScene scene = new PeerScene(43, true);
        assertThat(scene.connects(1_000)).isTrue();
        scene.network.losing(1);
        scene.network.run(31_000);

        assertThat(scene.server.closeReason()).isEqualTo(CloseReason.EXPIRED);
        assertThat(scene.client.closeReason()).isEqualTo(CloseReason.EXPIRED);
    }

    private static void assertReceivedIsWhatWasSent(PeerScene scene) {
        Map<Integer, MediaPacket> sent = new HashMap<>();
        scene.sent().forEach(packet -> sent.put((int) packet.sequence() & 0xFFFF, packet));
        Set<Long> seen = new HashSet<>();
        for (MediaPacket packet : scene.receiver.received()) {
            assertThat(seen.add(packet.sequence())).as("no packet twice").isTrue();
            MediaPacket original = Objects.requireNonNull(sent.get((int) packet.sequence() & 0xFFFF));
            assertThat(packet.payload()).isEqualTo(original.payload());
            assertThat(packet.timestamp() & 0xFFFF_FFFFL).isEqualTo(original.timestamp() & 0xFFFF_FFFFL);
        }
    }
}
