package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.ice.Path;

/** What becomes of runs of datagrams, with a kernel that can be told to refuse. */
class EgressTest {
    private static final Path PATH =
            new Path(Path.Protocol.UDP, InetSocketAddress.createUnresolved("far.example", 4000));
    private static final int SEGMENT = 1000;

    /** Fails what the real one would fail, by the very promise. */
    private static final class Kernel extends ChannelOutboundHandlerAdapter {
        private @Nullable String segmentsFail;
        private @Nullable String singlesFail;
        private int runs;
        private int singles;
        private int flushes;

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean run = message instanceof SegmentedDatagramPacket;
            runs += run ? 1 : 0;
            singles += run ? 0 : 1;
            ((ByteBufHolder) message).release();
            String failure = run ? segmentsFail : singlesFail;
            if (failure == null) {
                promise.trySuccess();
            } else if (!promise.tryFailure(new IOException(failure))) {
                throw new AssertionError("the promise was done already");
            }
        }
    }

    private final Kernel kernel = new Kernel();
    private final EmbeddedChannel channel = new EmbeddedChannel(kernel);
    private final LoopCounters counters = new LoopCounters();
    private final AtomicLong clock = new AtomicLong(-5);
    private final Egress egress = new Egress(counters, new TcpConnections(), new RelayedPaths(), clock::get);

    EgressTest() {
        egress.open(channel, true);
    }

    @AfterEach
    void close() {
        channel.close().syncUninterruptibly();
    }

    private void sendRunOfFive() {
        egress.send(new byte[5 * SEGMENT], 0, 5 * SEGMENT, SEGMENT, PATH);
        egress.flush();
    }

    @Test
    void aRunOfEqualDatagramsIsOneMessage() {
        for (int i = 0; i < 3; i++) {
            sendRunOfFive();
        }
        assertThat(kernel.runs).isEqualTo(3);
        assertThat(kernel.singles).isZero();
        assertThat(counters.get(LoopCounter.SEND_FAILURES)).isZero();
    }

    @Test
    void manyMessagesDoNotWaitForTheLast() {
        for (int i = 0; i < 100; i++) {
            egress.send(new byte[5 * SEGMENT], 0, 5 * SEGMENT, SEGMENT, PATH);
        }
        assertThat(kernel.flushes).isEqualTo(3);
        egress.flush();
        egress.flush();
        assertThat(kernel.flushes).isEqualTo(4);
    }

    @Test
    void refusedSegmentsGoOneByOneAndAreTriedAgainAfterAMinute() {
        kernel.segmentsFail = "sendmmsg(..) failed: Invalid argument";
        sendRunOfFive();
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1);
        assertThat(kernel.singles).isEqualTo(5);

        kernel.segmentsFail = null;
        clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(1);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        sendRunOfFive();
        sendRunOfFive();
        assertThat(kernel.runs).isEqualTo(3);
    }

    @Test
    void failuresOfSingleDatagramsAndUnreachableAddressesSayNothingAboutSegments() {
        kernel.singlesFail = "sendmmsg(..) failed: Invalid argument";
        egress.send(new byte[SEGMENT], 0, SEGMENT, SEGMENT, PATH);
        kernel.segmentsFail = "sendmmsg(..) failed: Network is unreachable";
        sendRunOfFive();
        sendRunOfFive();

        assertThat(kernel.runs).isEqualTo(2);
        assertThat(counters.get(LoopCounter.SEND_FAILURES)).isEqualTo(2);
    }
}
