package org.lyceum.rtc.dtls;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Two associations joined by a link that loses, delays, reorders and repeats datagrams, in real time because the library
 * reads the real clock. One test thread is the owner of both ends.
 */
final class RealTimeLink {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flying(long arrival, boolean toServer, byte[] datagram) {}

    /** One end of the link. */
    interface End {
        void receive(byte[] datagram, long nowNanos);

        void drain(DtlsTransport.Output output);

        long deadlineNanos();

        void onDeadline(long nowNanos);

        static End of(DtlsTransport transport) {
            return new End() {
                @Override
                public void receive(byte[] datagram, long nowNanos) {
                    transport.receive(datagram, 0, datagram.length, nowNanos);
                }

                @Override
                public void drain(DtlsTransport.Output output) {
                    transport.drain(output);
                }

                @Override
                public long deadlineNanos() {
                    return transport.deadlineNanos();
                }

                @Override
                public void onDeadline(long nowNanos) {
                    transport.onDeadline(nowNanos);
                }
            };
        }

        /** The network's side of a queue whose other side a library thread uses. */
        static End of(DatagramQueue queue) {
            return new End() {
                @Override
                public void receive(byte[] datagram, long nowNanos) {
                    queue.offer(datagram, 0, datagram.length, 64);
                }

                @Override
                public void drain(DtlsTransport.Output output) {
                    for (byte[] datagram = queue.poll(); datagram != null; datagram = queue.poll()) {
                        output.send(datagram, 0, datagram.length);
                    }
                }

                @Override
                public long deadlineNanos() {
                    return Long.MAX_VALUE;
                }

                @Override
                public void onDeadline(long nowNanos) {}
            };
        }
    }

    /** Decides what becomes of a datagram: number of copies, 0 for lost. */
    interface Fate {
        int copies(boolean toServer, byte[] datagram);
    }

    static final Fate PERFECT = (toServer, datagram) -> 1;

    private final RandomGenerator random;
    private final long maxDelayNanos;
    private final Semaphore wakeUps = new Semaphore(0);
    private final PriorityQueue<Flying> flying = new PriorityQueue<>(Comparator.comparingLong(Flying::arrival));
    private End client = End.of(new DatagramQueue(() -> {}));
    private End server = client;
    private Fate fate = PERFECT;

    RealTimeLink(RandomGenerator random, long maxDelayMillis) {
        this.random = random;
        this.maxDelayNanos = TimeUnit.MILLISECONDS.toNanos(maxDelayMillis);
    }

    Runnable wakeUp() {
        return wakeUps::release;
    }

    RealTimeLink join(End newClient, End newServer) {
        client = newClient;
        server = newServer;
        return this;
    }

    RealTimeLink fate(Fate newFate) {
        fate = newFate;
        return this;
    }

    static Fate losing(RandomGenerator random, double loss, double repeat) {
        return (toServer, datagram) -> random.nextDouble() < loss ? 0 : random.nextDouble() < repeat ? 2 : 1;
    }

    /** Throws noise at one end. */
    void inject(boolean toServer, byte[] datagram) {
        (toServer ? server : client).receive(datagram, System.nanoTime());
    }

    /** Runs until the condition holds; false where it does not within the time. */
    boolean run(long limitMillis, BooleanSupplier until) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (true) {
            long now = System.nanoTime();
            client.drain((b, off, len) -> launch(true, b, off, len));
            server.drain((b, off, len) -> launch(false, b, off, len));
            if (until.getAsBoolean()) {
                return true;
            }
            if (now >= end) {
                return false;
            }
            step(client, now);
            step(server, now);
            while (!flying.isEmpty() && flying.peek().arrival <= now) {
                Flying next = flying.remove();
                (next.toServer ? server : client).receive(next.datagram, now);
            }
            await(end);
        }
    }

    private static void step(End end, long now) {
        if (end.deadlineNanos() <= now) {
            end.onDeadline(now);
        }
    }

    private void launch(boolean toServer, byte[] bytes, int offset, int length) {
        byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
        for (int i = fate.copies(toServer, datagram); i > 0; i--) {
            long delay = maxDelayNanos == 0 ? 0 : random.nextLong(maxDelayNanos);
            flying.add(new Flying(System.nanoTime() + delay, toServer, datagram));
        }
    }

    private void await(long end) {
        long next = Math.min(end, Math.min(client.deadlineNanos(), server.deadlineNanos()));
        if (!flying.isEmpty()) {
            next = Math.min(next, flying.peek().arrival);
        }
        long wait = Math.clamp(next - System.nanoTime(), 1_000L, 20_000_000L);
        try {
            if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
