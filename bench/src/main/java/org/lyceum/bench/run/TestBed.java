package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where server and generator stand: the server's core and network, and the generator's. With the rights for it the server is in a
 * network namespace at the other end of a veth pair whose kernel cuts segments itself and whose receive work is done on the
 * generator's core; without them, on loopback, which flatters segmentation. Used by one thread.
 */
final class TestBed implements AutoCloseable {
    private static final String HERE = "10.214.7.1";
    private static final String SERVER = "10.214.7.2";
    /** Nobody's address, at a link address that is nobody's either: the far side drops what is sent there. */
    private static final String NOBODY = "10.214.7.9";

    private static final String NOBODYS_LINK = "02:00:00:00:00:09";

    private final Deque<List<String>> undo = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();
    private final Cores cores;
    private final String name = "lyceum-bench-" + ProcessHandle.current().pid();
    private final String outer = "lyb" + ProcessHandle.current().pid() % 100_000;
    private final boolean namespace;

    private TestBed(boolean loopback) throws IOException {
        cores = Cores.allowed();
        try {
            namespace = !loopback && joined();
            if (loopback) {
                notes.add("loopback, as asked for, which flatters segmentation");
            }
            pinGenerator();
        } catch (InterruptedIOException e) {
            undoAll();
            throw e;
        }
    }

    /** Prepares it; what it could not do stands in {@link #notes}. */
    static TestBed open(boolean loopback) throws IOException {
        return new TestBed(loopback);
    }

    private boolean joined() throws InterruptedIOException {
        try {
            join();
            return true;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            undoAll();
            notes.add("loopback instead of network namespaces, which flatters segmentation: " + e.getMessage());
            return false;
        }
    }

    private void join() throws IOException {
        String inner = outer + "s";
        Commands.run("ip", "netns", "add", name);
        undo.push(List.of("ip", "netns", "del", name));
        Commands.run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name);
        undo.push(List.of("ip", "link", "del", outer));
        Commands.run("ip", "addr", "add", HERE + "/24", "dev", outer);
        Commands.run("ip", "link", "set", outer, "up");
        Commands.run("ip", "-n", name, "addr", "add", SERVER + "/24", "dev", inner);
        Commands.run("ip", "-n", name, "link", "set", inner, "up");
        Commands.run("ip", "-n", name, "link", "set", "lo", "up");
        Commands.run("ip", "-n", name, "neigh", "add", NOBODY, "lladdr", NOBODYS_LINK, "dev", inner);
        attempt(
                "segments are cut by the network card's own means",
                () -> Commands.run("ip", "netns", "exec", name, "ethtool", "-K", inner, "tx-udp-segmentation", "off"));
        if (cores.several()) {
            Path rps = Path.of("/sys/class/net", outer, "queues/rx-0/rps_cpus");
            attempt(
                    "the server's core does the receive work of the generator too",
                    () -> Files.writeString(rps, Cores.mask(cores.generator())));
        }
    }

    private void pinGenerator() throws InterruptedIOException {
        if (cores.several()) {
            String own = Long.toString(ProcessHandle.current().pid());
            attempt(
                    "the generator runs on any core",
                    () -> Commands.run("taskset", "-a", "-p", "-c", Integer.toString(cores.generator()), own));
        } else {
            notes.add("server and generator share the only core");
        }
    }

    private interface Step {
        Object run() throws IOException;
    }

    /** Does what makes figures better and is no condition of them. */
    private void attempt(String otherwise, Step step) throws InterruptedIOException {
        try {
            step.run();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            notes.add(otherwise + ": " + e.getMessage());
        }
    }

    /** What is not as it should be, a line each. */
    List<String> notes() {
        return notes;
    }

    /** For server and generator; this process is on one of them. */
    Cores cores() {
        return cores;
    }

    String kind() {
        return namespace ? "veth" : "loopback";
    }

    /** Where the server is seen. */
    String serverAddress() {
        return namespace ? SERVER : "127.0.0.1";
    }

    /** Where the ceiling may send to. */
    String sink() {
        return namespace ? NOBODY : "127.0.0.1";
    }

    /** The command, so that it runs in the server's place. */
    List<String> atServer(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (namespace) {
            whole.addAll(List.of("ip", "netns", "exec", name));
        }
        if (cores.several()) {
            whole.addAll(List.of("taskset", "-c", Integer.toString(cores.server())));
        }
        whole.addAll(command);
        return whole;
    }

    private void undoAll() {
        for (List<String> step = undo.poll(); step != null; step = undo.poll()) {
            try {
                Commands.undo(step);
            } catch (IOException e) {
                notes.add(e.getMessage()); // the pair goes with its namespace
            }
        }
    }

    @Override
    public void close() {
        undoAll();
    }
}
