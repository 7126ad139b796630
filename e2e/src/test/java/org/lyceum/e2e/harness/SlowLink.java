package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Map;
import org.lyceum.e2e.harness.Namespaces.NotPermitted;
import org.lyceum.server.config.Setting;

/**
 * A link of a rate that can be changed, with a queue before it, that whoever watches behind it gets everything through. Where
 * this process may, it is the kernel's: a network namespace with a browser of its own, a pair of virtual interfaces, and a token
 * bucket (tbf) on the server's side. Where it may not, it says so, and an own relay does the same to the media alone.
 */
public abstract sealed class SlowLink implements AutoCloseable {
    /** What the queue holds at any rate. */
    private static final long QUEUE_MILLIS = 300;

    /** Opens it, at a rate that limits nothing yet. */
    public static SlowLink open() {
        try {
            return new Namespace();
        } catch (NotPermitted e) {
            System.out.println("NOTE: network namespaces cannot be used here (" + e.getMessage()
                    + "); the slow link is a relay in this process instead of the kernel's token bucket");
            return new Relay();
        }
    }

    /** What a house needs to be reached through it. */
    public abstract Map<Setting, String> settings();

    /** Someone behind it. */
    public abstract Visitor chromium(Browsers browsers, String name);

    /** A page of the house as it is called behind it. */
    public abstract String url(House house, String path);

    /** So many bits a second towards the watcher from now on. */
    public abstract void rate(long bitsPerSecond);

    /** What it is made of, for figures. */
    public abstract String kind();

    @Override
    public abstract void close();

    private static final class Namespace extends SlowLink {
        /** Two packets: what the bucket holds passes at once, and a probe that fits into it would see no bottleneck. */
        private static final int BURST_BYTES = 3_000;

        private static final int TICKS = 250; // of the kernel, a second: the bucket must hold what comes in one

        private static final long UNLIMITED = 1_000_000_000;

        private final Namespaces namespaces = new Namespaces();
        private final String address = namespaces.network() + ".1";
        private final String outer;
        private final Path command;

        Namespace() throws NotPermitted {
            try {
                String name = namespaces.add("watcher");
                outer = namespaces.join(name, "eth0");
                Namespaces.run("ip", "addr", "add", address + "/24", "dev", outer);
                Namespaces.run("ip", "-n", name, "addr", "add", namespaces.network() + ".2/24", "dev", "eth0");
                Namespaces.run(tbf("add", UNLIMITED));
                command = namespaces.chromium(name);
            } catch (NotPermitted | RuntimeException e) {
                close();
                throw e;
            }
        }

        private String[] tbf(String verb, long bitsPerSecond) {
            return new String[] {
                "tc",
                "qdisc",
                verb,
                "dev",
                outer,
                "root",
                "tbf",
                "rate",
                bitsPerSecond + "bit",
                "burst",
                Long.toString(Math.max(BURST_BYTES, bitsPerSecond / 8 / TICKS)),
                "latency",
                QUEUE_MILLIS + "ms"
            };
        }

        @Override
        public Map<Setting, String> settings() {
            return Map.of(Setting.ADVERTISE, address);
        }

        @Override
        public Visitor chromium(Browsers browsers, String visitor) {
            return browsers.chromium(visitor, command);
        }

        @Override
        public String url(House house, String path) {
            return "http://" + address + ":" + house.server().httpPort() + path;
        }

        @Override
        public void rate(long bitsPerSecond) {
            try {
                Namespaces.run(tbf("change", bitsPerSecond));
            } catch (NotPermitted e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String kind() {
            return "tbf";
        }

        @Override
        public void close() {
            namespaces.close();
        }
    }

    private static final class Relay extends SlowLink {
        private final int mediaPort;
        private final UdpRelay relay;

        Relay() {
            try (DatagramSocket free = new DatagramSocket(0)) {
                mediaPort = free.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                relay = new UdpRelay(mediaPort, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<Setting, String> settings() {
            return Map.of(
                    Setting.MEDIA_PORT, Integer.toString(mediaPort), Setting.ADVERTISE, "127.0.0.1:" + relay.port());
        }

        @Override
        public Visitor chromium(Browsers browsers, String name) {
            return browsers.chromium(name);
        }

        @Override
        public String url(House house, String path) {
            return house.url(path);
        }

        @Override
        public void rate(long bitsPerSecond) {
            relay.limit(bitsPerSecond, QUEUE_MILLIS);
        }

        @Override
        public String kind() {
            return "relay";
        }

        @Override
        public void close() {
            relay.close();
        }
    }
}
