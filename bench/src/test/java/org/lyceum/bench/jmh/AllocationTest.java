package org.lyceum.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.lyceum.net.cipher.Libcrypto;
import org.lyceum.rtc.stream.MediaPacket;

/** The whole way of a packet to its watchers allocates nothing, the cipher included, where OpenSSL is the cipher. */
class AllocationTest {
    private static final int WATCHERS = 20;
    private static final int MOST_ROUNDS = 60;
    private static final int FRAMES = 1_000;

    /** A tenth of the smallest object: what is left is reports, 200 bytes once a second for each watcher. */
    private static final double MOST_BYTES_A_FORWARDED_PACKET = 1;

    private long bytes;

    @Test
    void aForwardedPacketAllocatesNothingCipherIncluded() {
        Libcrypto library = load();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Camera camera = new Camera();
        Room room = new Room((datagrams, offset, length, segment, path) -> bytes += length);
        room.addPeers(WATCHERS, library);
        double each = Double.MAX_VALUE;
        // The first rounds compile the code; how many that takes depends on how busy the machine is.
        for (int round = 0; round < MOST_ROUNDS && each > MOST_BYTES_A_FORWARDED_PACKET; round++) {
            MediaPacket[][] frames = new MediaPacket[FRAMES][];
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = camera.nextFrame();
            }
            long sent = bytes;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (MediaPacket[] frame : frames) {
                room.cycle(frame);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(bytes - sent).isGreaterThan((long) FRAMES * Camera.PACKETS * WATCHERS * Camera.PAYLOAD_BYTES);
            each = (double) allocated / (FRAMES * Camera.PACKETS * WATCHERS);
        }
        room.close();
        System.out.printf("FIGURE bytes allocated a forwarded packet, cipher included: %.2f%n", each);
        assertThat(each).isLessThan(MOST_BYTES_A_FORWARDED_PACKET);
        assertThat(library.openCiphers()).isZero();
    }

    private static Libcrypto load() {
        try {
            return Libcrypto.load();
        } catch (Libcrypto.UnavailableException e) {
            assumeTrue(false, e.getMessage());
            throw new AssertionError(e);
        }
    }
}
