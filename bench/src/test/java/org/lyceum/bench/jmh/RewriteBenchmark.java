package org.lyceum.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a room does for a packet and watcher before the peer: which layer, new numbers, time and picture id. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RewriteBenchmark {
    private static final int WATCHERS = 100;

    private final Camera camera = new Camera();
    private final Room room = new Room((datagrams, offset, length, segment, path) -> {});
    private final CountingMedia media = new CountingMedia();

    @Setup
    public void subscribe() {
        for (int i = 0; i < WATCHERS; i++) {
            room.subscribe(media);
        }
    }

    @Benchmark
    @OperationsPerInvocation(Camera.PACKETS * WATCHERS)
    public long rewrite() {
        room.cycle(camera.nextFrame());
        return media.sum();
    }
}
