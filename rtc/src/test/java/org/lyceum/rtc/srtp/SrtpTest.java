package org.lyceum.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sender and receiver promise beyond the right bytes. */
class SrtpTest {
    private static final int SSRC = 0xCAFE;

    private final SplittableRandom random = new SplittableRandom(42);

    @ParameterizedTest
    @EnumSource
    void aPacketIsTakenOnce(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] packet = link.protect(7);

        assertThat(link.receive(packet)).isPositive();
        assertThat(link.receive(packet)).isEqualTo(SrtpReceiver.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void aLatePacketIsTakenWithinTheWindowAndNotBelow(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] first = link.protect(1);
        byte[] second = link.protect(2);
        assertThat(link.receive(link.protect(IndexWindow.SIZE + 1))).isPositive();

        assertThat(link.receive(second)).isPositive();
        assertThat(link.receive(first)).isEqualTo(SrtpReceiver.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void aChangedBitAnywhereFailsAndLeavesNoTrace(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] packet = link.protect(40_000);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(link.receive(changed)).as("bit %d", bit).isIn(SrtpReceiver.AUTH_FAILED, SrtpReceiver.MALFORMED);
        }

        assertThat(link.receive(packet)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aChangedBitOfAControlPacketFailsAndLeavesNoTrace(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] packet = link.protectRtcp(SSRC);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(link.receiveRtcp(changed))
                    .as("bit %d", bit)
                    .isIn(SrtpReceiver.AUTH_FAILED, SrtpReceiver.MALFORMED);
        }

        assertThat(link.receiveRtcp(packet)).isPositive();
        assertThat(link.receiveRtcp(packet)).isEqualTo(SrtpReceiver.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void cutAndRandomBytesAreVerdictsAndNeverExceptions(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] packet = link.protect(9);
        byte[] control = link.protectRtcp(SSRC);
        for (int length = 0; length < packet.length; length++) {
            assertThat(link.receive(Arrays.copyOf(packet, length))).isNegative();
        }
        for (int length = 0; length < control.length; length++) {
            assertThat(link.receiveRtcp(Arrays.copyOf(control, length))).isNegative();
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            assertThat(link.receive(noise)).isNegative();
            assertThat(link.receiveRtcp(noise)).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyPayloadTravels(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] packet = TestPackets.rtp(random, SSRC, 1, 0);
        byte[] out = Arrays.copyOf(packet, packet.length + 32);
        int length = link.sender.protect(out, 0, packet.length, 0, packet, 0, 0, 1);

        assertThat(link.receiver.unprotect(out, 0, length)).isEqualTo(packet.length);
    }

    @ParameterizedTest
    @EnumSource
    void aNonceIsNeverUsedTwice(SrtpProfile profile) {
        Link link = new Link(profile);
        byte[] payload = new byte[10];
        byte[] out = new byte[100];
        System.arraycopy(TestPackets.rtp(random, SSRC, 5, 0), 0, out, 0, 12);
        out[0] = (byte) 0x80;

        assertThat(link.sender.protect(out, 0, 12, 0, payload, 0, 10, 5)).isPositive();
        assertThat(link.sender.protect(out, 0, 12, 0, payload, 0, 10, 5)).isEqualTo(SrtpSender.NONCE_USED);
        assertThat(link.sender.protect(out, 0, 12, 0, payload, 0, 10, 0x1_0005)).isPositive();
    }

    @Test
    void aSequenceNumberThatContradictsTheHeaderIsABug() {
        Link link = new Link(SrtpProfile.AEAD_AES_128_GCM);
        byte[] out = Arrays.copyOf(TestPackets.rtp(random, SSRC, 5, 0), 100);

        assertThatThrownBy(() -> link.sender.protect(out, 0, 12, 0, out, 0, 0, 6))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sourcesBeyondTheLimitAreRefusedAndTheOthersLive() {
        Link link = new Link(SrtpProfile.AEAD_AES_128_GCM);
        for (int ssrc = 0; ssrc < SrtpReceiver.MAX_SOURCES; ssrc++) {
            assertThat(link.receive(link.protect(ssrc, 1))).isPositive();
            assertThat(link.receiveRtcp(link.protectRtcp(ssrc))).isPositive();
        }

        assertThat(link.receive(link.protect(SrtpReceiver.MAX_SOURCES, 1))).isEqualTo(SrtpReceiver.TOO_MANY_SOURCES);
        assertThat(link.receiveRtcp(link.protectRtcp(SrtpReceiver.MAX_SOURCES)))
                .isEqualTo(SrtpReceiver.TOO_MANY_SOURCES);
        assertThat(link.receive(link.protect(0, 2))).isPositive();
    }

    @Test
    void forgedPacketsOfUnknownSourcesCostNoState() {
        Link link = new Link(SrtpProfile.AEAD_AES_128_GCM);
        for (int ssrc = 0; ssrc < 1_000; ssrc++) {
            assertThat(link.receive(TestPackets.rtp(random, ssrc, 1, 50))).isNegative();
        }

        assertThat(link.receive(link.protect(3))).isPositive();
    }

    @Test
    void keysOfTheWrongLengthAreRefused() {
        assertThatThrownBy(
                        () -> new SrtpSender(SrtpProfile.AEAD_AES_256_GCM, new byte[16], new byte[12], JdkAesGcm::new))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A sender and a receiver with the same keys; packets are copied so that tests can change and repeat them. */
    private final class Link {
        private final SrtpSender sender;
        private final SrtpReceiver receiver;

        Link(SrtpProfile profile) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            random.nextBytes(key);
            random.nextBytes(salt);
            sender = new SrtpSender(profile, key, salt, JdkAesGcm::new);
            receiver = new SrtpReceiver(profile, key, salt, JdkAesGcm::new);
        }

        byte[] protect(long sequence) {
            return protect(SSRC, sequence);
        }

        byte[] protect(int ssrc, long sequence) {
            byte[] packet = TestPackets.rtp(random, ssrc, (int) sequence & 0xFFFF, 30);
            int headerLength = RtpFields.headerLength(packet, 0, packet.length);
            byte[] out = Arrays.copyOf(packet, packet.length + 32);
            int length = sender.protect(out, 0, headerLength, 0, packet, headerLength, 30, sequence);
            return Arrays.copyOf(out, length);
        }

        byte[] protectRtcp(int ssrc) {
            byte[] packet = TestPackets.rtcp(random, ssrc, 6);
            byte[] out = Arrays.copyOf(packet, packet.length + 32);
            return Arrays.copyOf(out, sender.protectRtcp(out, 0, packet.length));
        }

        int receive(byte[] packet) {
            return receiver.unprotect(packet.clone(), 0, packet.length);
        }

        int receiveRtcp(byte[] packet) {
            return receiver.unprotectRtcp(packet.clone(), 0, packet.length);
        }
    }
}
