package org.lyceum.rtc.sim;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.lyceum.rtc.ice.Path;

/**
 * Datagrams between engines in virtual time. Loses, delays, reorders and repeats them by a seeded generator; moves nodes to
 * other addresses as NATs do. Nothing here reads a clock.
 */
public final class SimulatedNetwork {
    /** Sends a datagram of a node. */
    public interface Sender {
        void send(byte[] bytes, int offset, int length, Path to);
    }

    /** An engine on the network, driven as style demands: bytes and time in, outputs drained. */
    public interface Node {
        void receive(byte[] datagram, Path from, long nowNanos);

        void drain(Sender sender);

        long deadlineNanos();

        void onDeadline(long nowNanos);
    }

    /** What passes the network; for counting, and for changing or inventing datagrams. */
    public interface Observer {
        void passing(byte[] datagram, Path to);
    }

    private record Flow(Node node, InetSocketAddress remote) {}

    private record Event(long time, long order, Runnable action) {}

    private final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private final Map<InetSocketAddress, Node> byAddress = new HashMap<>();
    private final Map<Node, InetSocketAddress> addresses = new HashMap<>();
    private final Map<Flow, InetSocketAddress> answeredFrom = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private Observer observer = (datagram, to) -> {};
    private double loss;
    private double repetition;
    private long minDelayNanos = TimeUnit.MILLISECONDS.toNanos(1);
    private long maxDelayNanos = TimeUnit.MILLISECONDS.toNanos(1);
    private long now;
    private long order;

    public SimulatedNetwork(RandomGenerator random) {
        this.random = random;
        this.now = random.nextLong(1_000_000_000_000L) - 500_000_000_000L; // nanoTime may be anything
    }

    public long now() {
        return now;
    }

    public SimulatedNetwork losing(double share) {
        loss = share;
        return this;
    }

    public SimulatedNetwork repeating(double share) {
        repetition = share;
        return this;
    }

    /** Reorders where the two differ. */
    public SimulatedNetwork delaying(long minMillis, long maxMillis) {
        minDelayNanos = TimeUnit.MILLISECONDS.toNanos(minMillis);
        maxDelayNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
        return this;
    }

    public SimulatedNetwork observing(Observer newObserver) {
        observer = newObserver;
        return this;
    }

    public static InetSocketAddress address(int host, int port) {
        return new InetSocketAddress("192.0.2." + host, port);
    }

    public static Path udp(InetSocketAddress address) {
        return new Path(Path.Protocol.UDP, address);
    }

    /** Puts a node on the network. */
    public void join(Node node, InetSocketAddress address) {
        nodes.add(node);
        addresses.put(node, address);
        byAddress.put(address, node);
    }

    /** Another address the node is reached at; it answers from where it was reached. */
    public void alias(Node node, InetSocketAddress address) {
        byAddress.put(address, node);
    }

    /** The node is seen at another address from now on, and what goes to the old one is lost. */
    public void move(Node node, InetSocketAddress address) {
        byAddress.values().removeIf(node::equals);
        answeredFrom.keySet().removeIf(flow -> flow.node.equals(node));
        addresses.put(node, address);
        byAddress.put(address, node);
    }

    /** Nothing reaches this address any more. */
    public void cut(InetSocketAddress address) {
        byAddress.remove(address);
    }

    public void at(long delayMillis, Runnable action) {
        events.add(new Event(now + TimeUnit.MILLISECONDS.toNanos(delayMillis), order++, action));
    }

    /** Runs for so much virtual time. */
    public void run(long millis) {
        run(millis, () -> false);
    }

    /** Runs until the condition holds; false where it does not within the time. */
    public boolean run(long millis, BooleanSupplier until) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            nodes.forEach(node -> node.drain((b, off, len, to) -> launch(node, b, off, len, to)));
            if (until.getAsBoolean()) {
                return true;
            }
            long next = nextNanos();
            if (next > end) {
                now = end;
                return false;
            }
            now = Math.max(now, next);
            step();
        }
    }

    private long nextNanos() {
        long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().time;
        for (Node node : nodes) {
            next = Math.min(next, node.deadlineNanos());
        }
        return next;
    }

    private void step() {
        for (Node node : nodes) {
            if (node.deadlineNanos() <= now) {
                node.onDeadline(now);
            }
        }
        while (!events.isEmpty() && events.peek().time <= now) {
            events.remove().action.run();
        }
    }

    private void launch(Node from, byte[] bytes, int offset, int length, Path to) {
        byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
        observer.passing(datagram, to);
        if (random.nextDouble() < loss) {
            return;
        }
        InetSocketAddress local = answeredFrom.getOrDefault(new Flow(from, to.remote()), addresses.get(from));
        Path source = new Path(to.protocol(), Objects.requireNonNull(local));
        fly(datagram, source, to);
        if (random.nextDouble() < repetition) {
            fly(datagram, source, to);
        }
    }

    private void fly(byte[] datagram, Path from, Path to) {
        long delay =
                minDelayNanos + (maxDelayNanos > minDelayNanos ? random.nextLong(maxDelayNanos - minDelayNanos) : 0);
        events.add(new Event(now + delay, order++, () -> {
            Node receiver = byAddress.get(to.remote());
            if (receiver != null) {
                answeredFrom.put(new Flow(receiver, from.remote()), to.remote());
                receiver.receive(datagram.clone(), from, now);
            }
        }));
    }
}
