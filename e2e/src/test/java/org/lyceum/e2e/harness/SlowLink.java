package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final class NotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        NotPermitted(String message) {
            super(message);
        }
    }

    private static final class Namespace extends SlowLink {
        private static final AtomicInteger NUMBERS = new AtomicInteger();
        /** Two packets: what the bucket holds passes at once, and a probe that fits into it would see no bottleneck. */
        private static final int BURST_BYTES = 3_000;

        private static final int TICKS = 250; // of the kernel, a second: the bucket must hold what comes in one

        private static final long UNLIMITED = 1_000_000_000;

        private final Deque<List<String>> undo = new ArrayDeque<>();
        private final String name;
        private final String outer;
        private final String address;
        private final Path command;

        Namespace() throws NotPermitted {
            int number = NUMBERS.incrementAndGet();
            long process = ProcessHandle.current().pid();
            name = "lyceum-" + process + "-" + number;
            outer = "ly" + process % 100_000 + "-" + number;
            String inner = outer + "i";
            int net = (int) (process * 4 + number) & 0xFF;
            address = "10.213." + net + ".1";
            try {
                run("ip", "netns", "add", name);
                undo.push(List.of("ip", "netns", "del", name));
                run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name);
                undo.push(List.of("ip", "link", "del", outer));
                run("ip", "addr", "add", address + "/24", "dev", outer);
                run("ip", "link", "set", outer, "up");
                run("ip", "-n", name, "addr", "add", "10.213." + net + ".2/24", "dev", inner);
                run("ip", "-n", name, "link", "set", inner, "up");
                run("ip", "-n", name, "link", "set", "lo", "up");
                run("tc", tbf("add", UNLIMITED));
                command = browserCommand();
            } catch (NotPermitted | RuntimeException e) {
                close();
                throw e;
            }
        }

        private Path browserCommand() {
            try {
                Path script = Files.createTempFile(
                        "chromium-in-namespace",
                        ".sh",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                undo.push(List.of("rm", "-f", script.toString()));
                return Files.writeString(
                        script,
                        "#!/bin/sh\nexec ip netns exec " + name + " '" + Browsers.chromiumExecutable() + "' \"$@\"\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String[] tbf(String verb, long bitsPerSecond) {
            return new String[] {
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

        private static void run(String program, String... arguments) throws NotPermitted {
            String[] whole = new String[arguments.length + 1];
            whole[0] = program;
            System.arraycopy(arguments, 0, whole, 1, arguments.length);
            try {
                Process process =
                        new ProcessBuilder(whole).redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new NotPermitted(String.join(" ", Arrays.asList(whole)) + ": " + said);
                }
            } catch (IOException e) {
                throw new NotPermitted(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NotPermitted("interrupted");
            }
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
                run("tc", tbf("change", bitsPerSecond));
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
            for (List<String> step = undo.poll(); step != null; step = undo.poll()) {
                try {
                    run(step.getFirst(), step.subList(1, step.size()).toArray(String[]::new));
                } catch (NotPermitted e) {
                    System.out.println("NOTE: " + e.getMessage()); // the pair goes with its namespace
                }
            }
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
