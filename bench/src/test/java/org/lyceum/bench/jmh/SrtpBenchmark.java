package org.lyceum.bench.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.srtp.SrtpSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** SRTP of one packet of 1,200 bytes, as it is sent and received: the way out copies the payload, as forwarding does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class SrtpBenchmark {
    private static final int HEADER = RtpHeaders.BYTES;
    private static final int PAYLOAD = 1_164;
    private static final int SSRC = 0x1234_5678;

    @Param({"JDK", "OPENSSL"})
    MediaCipher.Choice library;

    @Param("AEAD_AES_128_GCM")
    SrtpProfile profile;

    private final byte[] payload = new byte[PAYLOAD];
    private final byte[] out = new byte[1_500];
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private byte[] key;
    private byte[] salt;
    private AesGcmFactory factory;
    private long sequence;

    @Setup
    public void open() throws Exception {
        Random random = new Random(1);
        random.nextBytes(payload);
        key = new byte[profile.keyBytes()];
        salt = new byte[profile.saltBytes()];
        factory = MediaCipher.choose(library).factory();
        sender = new SrtpSender(profile, key, salt, factory);
        receiver = new SrtpReceiver(profile, key, salt, factory);
    }

    @TearDown
    public void close() {
        sender.close();
        receiver.close();
    }

    @Benchmark
    public int protect() {
        RtpHeaders.write(out, ++sequence, SSRC);
        return sender.protect(out, 0, HEADER, 0, payload, 0, PAYLOAD, sequence);
    }

    /** Both ways, since a packet can be read only once: take {@link #protect} off. */
    @Benchmark
    public int protectAndUnprotect() {
        int length = protect();
        int clear = receiver.unprotect(out, 0, length);
        if (clear != length - profile.rtpTagBytes()) {
            throw new IllegalStateException("verdict " + clear);
        }
        return clear;
    }
}
