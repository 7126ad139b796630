package org.lyceum.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.lyceum.net.cipher.MediaCipher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A room's whole work for a packet and watcher, with real peers and ciphers, to where sockets begin. Time and bytes are for one
 * forwarded packet; the packet that came in, an object of about a hundred bytes, is shared by its watchers.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set up by JMH
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ForwardBenchmark {
    @Param({"JDK", "OPENSSL"})
    MediaCipher.Choice library;

    private final Camera camera = new Camera();
    private Room one;
    private Room ten;
    private Room hundred;
    private Room fiveHundred;
    private long bytes;

    @Setup
    public void open() throws Exception {
        MediaCipher cipher = MediaCipher.choose(library);
        one = room(1, cipher);
        ten = room(10, cipher);
        hundred = room(100, cipher);
        fiveHundred = room(500, cipher);
    }

    private Room room(int watchers, MediaCipher cipher) {
        Room room = new Room((datagrams, offset, length, segment, path) -> bytes += length);
        room.addPeers(watchers, cipher.factory());
        return room;
    }

    @TearDown
    public void close() {
        one.close();
        ten.close();
        hundred.close();
        fiveHundred.close();
    }

    @Benchmark
    @OperationsPerInvocation(Camera.PACKETS)
    public long toOne() {
        return forward(one, 1);
    }

    @Benchmark
    @OperationsPerInvocation(Camera.PACKETS * 10)
    public long toTen() {
        return forward(ten, 10);
    }

    @Benchmark
    @OperationsPerInvocation(Camera.PACKETS * 100)
    public long toHundred() {
        return forward(hundred, 100);
    }

    /** More than the processor's caches hold. */
    @Benchmark
    @OperationsPerInvocation(Camera.PACKETS * 500)
    public long toFiveHundred() {
        return forward(fiveHundred, 500);
    }

    private long forward(Room room, int watchers) {
        long before = bytes;
        room.cycle(camera.nextFrame());
        if (bytes - before < (long) watchers * Camera.PACKETS * Camera.PAYLOAD_BYTES) {
            throw new IllegalStateException("not everything was forwarded");
        }
        return bytes;
    }
}
