package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.ice.Path;

/** What becomes of runs of datagrams, with a kernel that can be told to refuse. */
class EgressTest {
    private static final Path PATH =
            new Path(Path.Protocol.UDP, InetSocketAddress.createUnresolved("far.example", 4000));
    private static final Path OTHER =
            new Path(Path.Protocol.UDP, InetSocketAddress.createUnresolved("far.example", 5000));
    private static final int SEGMENT = 1000;

    /** Refuses what the real one would, and says so as that does. */
    private final class Kernel implements DatagramPort {
        private boolean segmentsRefused;
        private @Nullable InetSocketAddress narrow;
        private int runs;
        private int singles;

        @Override
        public boolean takes() {
            return true;
        }

        @Override
        public boolean canSegment() {
            return true;
        }

        @Override
        public ByteBuf buffer(int bytes) {
            return Unpooled.buffer(bytes);
        }

        @Override
        public void send(ByteBuf message, InetSocketAddress to) {
            singles++;
        }

        @Override
        public void sendSegmented(ByteBuf run, int segmentBytes, InetSocketAddress to) {
            assertThat(run.readableBytes()).isGreaterThan(segmentBytes);
            runs++;
            if (segmentsRefused) {
                egress.segmentsRefused("sendmmsg: error 5", null);
            } else if (to.equals(narrow)) {
                egress.segmentsRefused("sendmmsg: error 22", to);
            }
        }

        @Override
        public void flush() {
            // It has left already.
        }

        @Override
        public void forbidFragments(boolean forbid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress localAddress() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private final Kernel kernel = new Kernel();
    private final LoopCounters counters = new LoopCounters();
    private final AtomicLong clock = new AtomicLong(-5);
    private final Egress egress = new Egress(counters, new TcpConnections(), new RelayedPaths(), clock::get);

    EgressTest() {
        egress.open(kernel);
    }

    private void sendRunOfFive() {
        sendRunOfFive(PATH);
    }

    private void sendRunOfFive(Path path) {
        egress.send(new byte[5 * SEGMENT], 0, 5 * SEGMENT, SEGMENT, path);
        egress.flush();
    }

    @Test
    void aRunOfEqualDatagramsIsOneMessage() {
        for (int i = 0; i < 3; i++) {
            sendRunOfFive();
        }
        assertThat(kernel.runs).isEqualTo(3);
        assertThat(kernel.singles).isZero();
        assertThat(counters.get(LoopCounter.DATAGRAMS_SENT)).isEqualTo(15);
    }

    @Test
    void refusedSegmentsGoOneByOneAndAreTriedAgainAfterAMinute() {
        kernel.segmentsRefused = true;
        sendRunOfFive();
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1);
        assertThat(kernel.singles).isEqualTo(5);

        kernel.segmentsRefused = false;
        clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        sendRunOfFive();
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(3);
    }

    @Test
    void aNarrowRouteCostsNobodyElseTheirRuns() {
        kernel.narrow = PATH.remote();
        sendRunOfFive();
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1);
        assertThat(kernel.singles).isEqualTo(5);
        sendRunOfFive(OTHER);
        assertThat(kernel.runs).isEqualTo(2);
        assertThat(kernel.singles).isEqualTo(5);

        kernel.narrow = null;
        clock.addAndGet(TimeUnit.SECONDS.toNanos(61));
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(3);
    }

    @Test
    void whereTooManyRoutesAreNarrowEveryoneGoesAlone() {
        for (int round = 0; round < 3; round++) {
            for (int port = 1; port <= 1100; port++) {
                Path path = new Path(Path.Protocol.UDP, InetSocketAddress.createUnresolved("far.example", port));
                kernel.narrow = path.remote();
                sendRunOfFive(path);
            }
        }
        assertThat(kernel.runs).isEqualTo(1025); // each of them once, and the first who had no room
        kernel.narrow = null;
        clock.addAndGet(TimeUnit.SECONDS.toNanos(61));
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1026);
    }
}
