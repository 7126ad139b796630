package org.lyceum.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import org.lyceum.net.cipher.Libcrypto;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.srtp.SrtpSender;

/**
 * The JDK's cipher against OpenSSL's on a machine that does other things: both take turns of 200 packets in one thread, whose
 * processor time is counted, and the median turn of each is told.
 */
public final class PairedCiphers {
    private static final int ROUNDS = 6_000;
    private static final int PACKETS = 200;
    private static final int PAYLOAD = 1_164;
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final byte[][] packets = new byte[PACKETS][1_300];
    private final byte[] payload = new byte[PAYLOAD];
    private final double[] protect = new double[ROUNDS];
    private final double[] unprotect = new double[ROUNDS];
    private long sequence;

    private PairedCiphers(AesGcmFactory library) {
        byte[] key = new byte[PROFILE.keyBytes()];
        byte[] salt = new byte[PROFILE.saltBytes()];
        sender = new SrtpSender(PROFILE, key, salt, library);
        receiver = new SrtpReceiver(PROFILE, key, salt, library);
        new Random(1).nextBytes(payload);
    }

    /** Prints four medians in nanoseconds a packet of 1,200 bytes. */
    public static void main(String[] args) throws Libcrypto.UnavailableException {
        PairedCiphers jdk = new PairedCiphers(JdkAesGcm::new);
        PairedCiphers openssl = new PairedCiphers(Libcrypto.load());
        for (int round = 0; round < ROUNDS; round++) {
            jdk.turn(round);
            openssl.turn(round);
        }
        jdk.print("JDK");
        openssl.print("OpenSSL");
    }

    private void turn(int round) {
        long start = THREAD.getCurrentThreadCpuTime();
        for (byte[] packet : packets) {
            RtpHeaders.write(packet, ++sequence, 7);
            sender.protect(packet, 0, RtpHeaders.BYTES, 0, payload, 0, PAYLOAD, sequence);
        }
        long middle = THREAD.getCurrentThreadCpuTime();
        for (byte[] packet : packets) {
            if (receiver.unprotect(packet, 0, RtpHeaders.BYTES + PAYLOAD + PROFILE.rtpTagBytes()) < 0) {
                throw new IllegalStateException("not read back");
            }
        }
        protect[round] = (middle - start) / (double) PACKETS;
        unprotect[round] = (THREAD.getCurrentThreadCpuTime() - middle) / (double) PACKETS;
    }

    private void print(String name) {
        System.out.printf("%-8s protect %.0f ns, unprotect %.0f ns%n", name, median(protect), median(unprotect));
    }

    /** Of the second half, when everything is compiled. */
    private static double median(double[] turns) {
        double[] late = Arrays.copyOfRange(turns, ROUNDS / 2, ROUNDS);
        Arrays.sort(late);
        return late[late.length / 2];
    }
}
