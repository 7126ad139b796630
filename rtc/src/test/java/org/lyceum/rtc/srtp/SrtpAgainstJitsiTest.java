package org.lyceum.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Byte-for-byte agreement with jitsi-srtp, in both directions. */
class SrtpAgainstJitsiTest {
    private static final int MAX_SIZE = 1500;
    private static final int ROOM = 64;

    private RandomGenerator random = new SplittableRandom(0);

    @BeforeEach
    void printSeed() {
        long seed = System.nanoTime();
        System.out.println("SrtpAgainstJitsiTest seed " + seed);
        random = new SplittableRandom(seed);
    }

    @ParameterizedTest
    @EnumSource
    void everyPayloadSizeAgreesInBothDirections(SrtpProfile profile) throws GeneralSecurityException {
        Pair pair = new Pair(profile);
        for (int size = 1; size <= MAX_SIZE; size++) {
            pair.exchange(TestPackets.rtp(random, 0x1234, size, size), size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sequenceNumbersMayWrapAgainAndAgain(SrtpProfile profile) throws GeneralSecurityException {
        Pair pair = new Pair(profile);
        long sequence = 30_000;
        for (int i = 0; i < 40; i++) {
            pair.exchange(TestPackets.rtp(random, 0x99, (int) sequence & 0xFFFF, 1 + random.nextInt(100)), sequence);
            // The rollover counter can only be guessed over gaps of less than half the sequence space.
            sequence += 1 + random.nextInt(20_000);
        }
        for (long around = 0x6_FFF0; around < 0x7_0010; around++) {
            pair.exchange(TestPackets.rtp(random, 0x77, (int) around & 0xFFFF, 50), around - 0x6_0000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reorderedPacketsAroundTheRolloverAgree(SrtpProfile profile) throws GeneralSecurityException {
        Pair pair = new Pair(profile);
        for (long sequence : new long[] {65_500, 65_534, 65_536, 65_535, 65_540, 65_533, 65_537}) {
            pair.exchange(TestPackets.rtp(random, 5, (int) sequence & 0xFFFF, 33), sequence);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyControlPacketSizeAgreesInBothDirections(SrtpProfile profile) throws GeneralSecurityException {
        Pair pair = new Pair(profile);
        for (int words = 0; words <= 350; words++) {
            pair.exchangeRtcp(TestPackets.rtcp(random, 1 + words % 3, words));
        }
    }

    /** Ours and theirs with the same keys. */
    private final class Pair {
        private final SrtpSender sender;
        private final SrtpReceiver receiver;
        private final JitsiSrtp jitsiSender;
        private final JitsiSrtp jitsiReceiver;

        Pair(SrtpProfile profile) {
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            random.nextBytes(key);
            random.nextBytes(salt);
            sender = new SrtpSender(profile, key, salt, JdkAesGcm::new);
            receiver = new SrtpReceiver(profile, key, salt, JdkAesGcm::new);
            jitsiSender = new JitsiSrtp(true, profile, key, salt);
            jitsiReceiver = new JitsiSrtp(false, profile, key, salt);
        }

        /** Both protect to the same bytes; each reads what the other wrote. Prefix and offset are random. */
        void exchange(byte[] packet, long extendedSequence) throws GeneralSecurityException {
            byte[] theirs = jitsiSender.protect(packet);
            int off = random.nextInt(4);
            int headerLength = RtpFields.headerLength(packet, 0, packet.length);
            int prefix = random.nextInt(1 + Math.min(20, packet.length - headerLength));
            byte[] out = new byte[off + packet.length + ROOM];
            System.arraycopy(packet, 0, out, off, headerLength + prefix);
            int payloadOff = headerLength + prefix;
            byte[] shared = packet.clone();

            int length = sender.protect(
                    out, off, headerLength, prefix, shared, payloadOff, packet.length - payloadOff, extendedSequence);

            assertThat(Arrays.copyOfRange(out, off, off + length)).isEqualTo(theirs);
            assertThat(shared).isEqualTo(packet);
            assertThat(jitsiReceiver.unprotect(Arrays.copyOfRange(out, off, off + length)))
                    .isEqualTo(packet);
            int plain = receiver.unprotect(out, off, length);
            assertThat(plain).isEqualTo(packet.length);
            assertThat(Arrays.copyOfRange(out, off, off + plain)).isEqualTo(packet);
        }

        /** The implementations number control packets differently, so each reads the other's instead. */
        void exchangeRtcp(byte[] packet) throws GeneralSecurityException {
            byte[] out = Arrays.copyOf(packet, packet.length + ROOM);
            int length = sender.protectRtcp(out, 0, packet.length);
            assertThat(jitsiReceiver.unprotectRtcp(Arrays.copyOf(out, length))).isEqualTo(packet);

            byte[] theirs = jitsiSender.protectRtcp(packet);
            int plain = receiver.unprotectRtcp(theirs, 0, theirs.length);
            assertThat(plain).isEqualTo(packet.length);
            assertThat(Arrays.copyOf(theirs, plain)).isEqualTo(packet);
        }
    }
}
