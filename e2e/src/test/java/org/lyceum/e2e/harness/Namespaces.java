package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces that this process makes, and what it makes to join them; all of it goes when this is closed. Names on the
 * machine carry the process's id, so that tests that run at once do not meet.
 */
final class Namespaces implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int COMMAND_SECONDS = 20;

    private final Deque<List<String>> undo = new ArrayDeque<>();
    private final long process = ProcessHandle.current().pid();
    private final int number = NUMBERS.incrementAndGet();

    /** What is asked of the kernel is refused, or a program for it is missing; the message says which. */
    static final class NotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        NotPermitted(String message) {
            super(message);
        }
    }

    /** The first three bytes of a network of its own, {@code 10.213.7} for instance. */
    String network() {
        return "10.213." + ((process * 4 + number) & 0xFF);
    }

    /** Makes a namespace, with loopback, and returns its name. */
    String add(String role) throws NotPermitted {
        String name = "lyceum-" + process + "-" + number + "-" + role;
        run("ip", "netns", "add", name);
        undo.push(List.of("ip", "netns", "del", name));
        run("ip", "-n", name, "link", "set", "lo", "up");
        return name;
    }

    /**
     * Joins this machine's own network with that of a namespace.
     *
     * @param inner what the interface is called there
     * @return what it is called here; a name by which servers that look for their addresses leave it out
     */
    String join(String namespace, String inner) throws NotPermitted {
        String outer = "veth" + process % 1_000_000 + "-" + number;
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", namespace);
        undo.push(List.of("ip", "link", "del", outer));
        run("ip", "link", "set", outer, "up");
        run("ip", "-n", namespace, "link", "set", inner, "up");
        return outer;
    }

    /** Joins two namespaces. */
    void join(String one, String inOne, String other, String inOther) throws NotPermitted {
        run("ip", "-n", one, "link", "add", inOne, "type", "veth", "peer", "name", inOther, "netns", other);
        run("ip", "-n", one, "link", "set", inOne, "up");
        run("ip", "-n", other, "link", "set", inOther, "up");
    }

    /** A program that starts Chromium in that namespace. */
    Path chromium(String namespace) {
        try {
            Path script = Files.createTempFile(
                    "chromium-in-namespace",
                    ".sh",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            undo.push(List.of("rm", "-f", script.toString()));
            return Files.writeString(
                    script,
                    "#!/bin/sh\nexec ip netns exec " + namespace + " '" + Browsers.chromiumExecutable() + "' \"$@\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end, and takes any but success for a refusal. */
    static void run(String... command) throws NotPermitted {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new NotPermitted(
                        String.join(" ", command).lines().findFirst().orElse("") + ": " + said);
            }
        } catch (IOException e) {
            throw new NotPermitted(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPermitted("interrupted");
        }
    }

    @Override
    public void close() {
        for (List<String> step = undo.poll(); step != null; step = undo.poll()) {
            try {
                run(step.toArray(String[]::new));
            } catch (NotPermitted e) {
                System.out.println("NOTE: " + e.getMessage()); // the pair goes with its namespace
            }
        }
    }
}
