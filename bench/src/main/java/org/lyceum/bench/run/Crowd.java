package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.servers.Target;
import org.lyceum.bench.view.Probe;
import org.lyceum.bench.view.Viewer;
import org.lyceum.rtc.srtp.SrtpProfile;

/** Everyone who watches: who is there, what was counted of them and of those who have left. Safe to call from any thread. */
final class Crowd {
    /** Viewers that are on their way at once, where no rate is asked for. */
    private static final int MOST_JOINING = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Member(Plan.Seat seat, Viewer.Session session) {}

    private final Generator timed;
    private final Generator crowd;
    private final List<Target.Broadcast> streams;
    private final boolean picture;
    private final AtomicLong seed;
    private final Admission admission = new Admission(PATIENCE);
    private final Map<Group, Recorder> latencies = new EnumMap<>(Group.class);
    private final Object lock = new Object();
    /** Guarded by the lock, like what follows; in the order in which they came. */
    private final Deque<Member> members = new ArrayDeque<>();

    private final Map<Group, Tally> departed = new EnumMap<>(Group.class);

    /**
     * @param timed the generator of the probes, which do not wait in line with the crowd
     * @param crowd that of all others
     */
    Crowd(Generator timed, Generator crowd, List<Target.Broadcast> streams, Plan plan, long seed) {
        this.timed = timed;
        this.crowd = crowd;
        this.streams = streams;
        this.picture = plan.picture();
        this.seed = new AtomicLong(seed);
        for (Group group : plan.groups()) {
            latencies.put(group, new Recorder(Probe.LONGEST_NANOS, 3));
            departed.put(group, new Tally());
        }
    }

    Admission admission() {
        return admission;
    }

    /** Latencies of a kind's probes, in nanoseconds. */
    Recorder latencies(Group group) {
        return latencies.getOrDefault(group, new Recorder(3));
    }

    /** Brings them in, some at once; blocks until each has a picture or cannot have one. */
    void admitAll(List<Plan.Seat> seats, Progress progress) throws IOException {
        Semaphore joining = new Semaphore(MOST_JOINING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> coming = new ArrayList<>();
            try {
                for (Plan.Seat seat : seats) {
                    coming.add(threads.submit(() -> {
                        joining.acquire();
                        try {
                            admit(seat);
                        } finally {
                            joining.release();
                        }
                        return null;
                    }));
                }
                int done = 0;
                for (Future<?> each : coming) {
                    each.get();
                    progress.tell("joining", ++done + " of " + seats.size() + told());
                }
            } finally {
                threads.shutdownNow();
            }
            progress.end();
        } catch (ExecutionException e) {
            throw new IOException("a viewer could not join: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private String told() {
        long refused = admission.refused();
        return refused == 0 ? "" : ", refused " + refused + " times";
    }

    /** Brings one in; blocks until there is a picture or cannot be one. */
    void admit(Plan.Seat seat) throws InterruptedException {
        Group group = seat.group();
        Viewer.Session session = admission.admit(() -> Viewer.start(
                seat.probe() ? timed : crowd,
                streams.get(seat.stream()).watching(),
                new Viewer.Manner(
                        picture, seat.probe() ? new Probe(latencies(group)) : null, group.linkBitsPerSecond()),
                new SplittableRandom(seed.getAndIncrement())));
        if (session != null) {
            synchronized (lock) {
                members.add(new Member(seat, session));
            }
        }
    }

    /** The one of a kind who has been there longest leaves; whose seat it was, null where there is none. */
    Plan.@Nullable Seat dismissOne(Group group) throws InterruptedException {
        Member leaving;
        synchronized (lock) {
            leaving = members.stream()
                    .filter(member -> member.seat().group() == group)
                    .findFirst()
                    .orElse(null);
            if (leaving == null) {
                return null;
            }
            members.remove(leaving);
            departed.getOrDefault(group, new Tally()).add(leaving.session().viewer());
        }
        try {
            leaving.session().close();
        } catch (IOException e) {
            // it goes without a farewell then, as many do
        }
        leaving.session().viewer().awaitClosed(FAREWELL_NANOS);
        return leaving.seat();
    }

    /** How many are there. */
    int size() {
        synchronized (lock) {
            return members.size();
        }
    }

    int size(Group group) {
        synchronized (lock) {
            return (int) members.stream()
                    .filter(member -> member.seat().group() == group)
                    .count();
        }
    }

    /** What everyone of a kind has counted since the beginning, those who have left included. */
    Tally tally(Group group) {
        Tally sum = new Tally();
        synchronized (lock) {
            sum.add(departed.getOrDefault(group, new Tally()));
            members.stream()
                    .filter(member -> member.seat().group() == group)
                    .forEach(member -> sum.add(member.session().viewer()));
        }
        return sum;
    }

    /** What all of them have counted. */
    Tally tally() {
        Tally sum = new Tally();
        latencies.keySet().forEach(group -> sum.add(tally(group)));
        return sum;
    }

    /** Of those who should be there, how many lost their connection, by what ended it. */
    Map<String, Long> lostConnections() {
        Map<String, Long> lost = new TreeMap<>();
        synchronized (lock) {
            for (Member member : members) {
                String why = member.session().viewer().closedBecause();
                if (why != null) {
                    lost.merge(why, 1L, Long::sum);
                }
            }
        }
        return lost;
    }

    /** How many are protected otherwise than so. */
    long protectedOtherwise(SrtpProfile profile) {
        synchronized (lock) {
            return members.stream()
                    .filter(member -> member.session().viewer().profile() != profile)
                    .count();
        }
    }

    /** Everyone's sockets close, without a farewell. */
    void scatter() {
        Queue<Member> leaving;
        synchronized (lock) {
            leaving = new ArrayDeque<>(members);
        }
        leaving.forEach(member -> member.session().connection().peer().close());
    }
}
