package org.lyceum.bench.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where server and generator stand: the server's core and network, and the generator's. With the rights for it the server is in a
 * network namespace at the other end of a veth pair whose kernel cuts segments itself and whose receive work is done on the
 * generator's core, message by message or as a network card does that gathers for a while; without them, on loopback, which
 * flatters segmentation. Used by one thread.
 */
public final class TestBed implements AutoCloseable {
    private static final String HERE = "10.214.7.1";
    /** A second one of the generator, where a server counts what comes from an address. */
    private static final String HERE_TOO = "10.214.7.3";

    private static final String NETWORK = "10.214.7.0/24";
    private static final String SERVER = "10.214.7.2";
    /** Nobody's address, at a link address that is nobody's either: the far side drops what is sent there. */
    private static final String NOBODY = "10.214.7.9";

    private static final String NOBODYS_LINK = "02:00:00:00:00:09";

    private static final String BACKLOG = "net.core.netdev_max_backlog";
    private static final int DEEP_BACKLOG = 30_000;

    private static final String FIRST = "-10";

    /** What is to be prepared. */
    public enum Place {
        /** A core and a network for each side, as far as that can be had. */
        APART,
        /** A core for each side, loopback between them. */
        LOOPBACK,
        /** A core for the generator; the server is somewhere already. */
        GIVEN,
        /** Nothing: everything stays where it is. */
        UNTOUCHED
    }

    private final Deque<List<String>> undo = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();
    private final Cores cores;
    private final String name = "lyceum-bench-" + ProcessHandle.current().pid();
    private final String outer = "lyb" + ProcessHandle.current().pid() % 100_000;
    private final Place place;
    private final int rxMicros;
    private final boolean namespace;
    /** The process id of the kernel's thread that receives for the generator, where its card gathers. */
    private OptionalLong receivingThread = OptionalLong.empty();

    private TestBed(Place place, int rxMicros) throws IOException {
        cores = Cores.allowed();
        this.place = place;
        this.rxMicros = rxMicros;
        try {
            NetworkInterface taken = NetworkInterface.getByInetAddress(InetAddress.getByName(HERE));
            if (place == Place.APART && taken != null) {
                throw new IOException(
                        "another bench is running on this machine, and neither would tell the truth; if none is, "
                                + "one that was killed has left its device behind: ip link del " + taken.getName());
            }
            namespace = place == Place.APART && joined();
            if (place == Place.LOOPBACK) {
                notes.add("loopback, as asked for, which flatters segmentation");
            }
            if (place != Place.UNTOUCHED) {
                pinGenerator();
            }
        } catch (InterruptedIOException | RuntimeException e) {
            undoAll();
            throw e;
        }
    }

    /**
     * Prepares it; what it could not do stands in {@link #notes}.
     *
     * @throws IOException where another one is there already, apart from its server as this one is to be
     */
    public static TestBed open(Place place) throws IOException {
        return open(place, 0);
    }

    /**
     * The same with a network card at the generator's side that gathers.
     *
     * @param rxMicros microseconds for which it gathers what comes before it interrupts, 0 for an interrupt by each message; of
     *     {@link Place#APART} alone
     * @throws IOException also where it is to gather and cannot
     */
    public static TestBed open(Place place, int rxMicros) throws IOException {
        return new TestBed(place, rxMicros);
    }

    private boolean joined() throws IOException {
        try {
            join();
            return true;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            undoAll();
            if (rxMicros > 0) {
                throw new IOException("the viewers' card cannot gather here (--rx-usecs): " + e.getMessage(), e);
            }
            notes.add("loopback instead of network namespaces, which flatters segmentation: " + e.getMessage());
            return false;
        }
    }

    private void join() throws IOException {
        String inner = outer + "s";
        make(List.of("ip", "netns", "add", name), List.of("ip", "netns", "del", name));
        make(
                List.of("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name),
                List.of("ip", "link", "del", outer));
        Commands.run("ip", "addr", "add", HERE + "/24", "dev", outer);
        Commands.run("ip", "addr", "add", HERE_TOO + "/24", "dev", outer);
        Commands.run("ip", "link", "set", outer, "up");
        Commands.run("ip", "-n", name, "addr", "add", SERVER + "/24", "dev", inner);
        Commands.run("ip", "-n", name, "link", "set", inner, "up");
        Commands.run("ip", "-n", name, "link", "set", "lo", "up");
        Commands.run("ip", "-n", name, "neigh", "add", NOBODY, "lladdr", NOBODYS_LINK, "dev", inner);
        attempt(
                "segments are cut by the network card's own means",
                () -> Commands.run("ip", "netns", "exec", name, "ethtool", "-K", inner, "tx-udp-segmentation", "off"));
        attempt("a burst may be lost before the generator sees it", this::deepenBacklog);
        if (rxMicros > 0) {
            GatheringCard.feed(name, inner, DEEP_BACKLOG);
            receivingThread = OptionalLong.of(GatheringCard.make(outer, rxMicros, cores));
            notes.add("the viewers' card gathers for " + rxMicros
                    + " us, which is in the latency, and sends what found its "
                    + "ring full: CPU and ratio are not those of a run without it");
        } else if (cores.several()) {
            Path rps = Path.of("/sys/class/net", outer, "queues/rx-0/rps_cpus");
            attempt(
                    "the server's core does the receive work of the generator too",
                    () -> Files.writeString(rps, Cores.mask(cores.generator())));
        }
    }

    /** What the generator's core has not come to yet waits there, and a thousand packets are one frame to a few hundred viewers. */
    private Object deepenBacklog() throws IOException {
        // By lines: the kernel tells a number to the first read alone, and other ways of reading a file ask for one
        // byte first.
        String before = Files.readAllLines(Path.of("/proc/sys", BACKLOG.replace('.', '/')))
                .getFirst();
        if (Integer.parseInt(before) < DEEP_BACKLOG) {
            make(
                    List.of("sysctl", "-q", "-w", BACKLOG + "=" + DEEP_BACKLOG),
                    List.of("sysctl", "-q", "-w", BACKLOG + "=" + before));
        }
        return before;
    }

    /** What is interrupted may have been done, and is undone all the same. */
    private void make(List<String> command, List<String> undoing) throws IOException {
        undo.push(undoing);
        try {
            Commands.run(command);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            undo.pop();
            throw e;
        }
    }

    private void pinGenerator() throws InterruptedIOException {
        if (cores.several()) {
            String own = Long.toString(ProcessHandle.current().pid());
            attempt("the generator runs on any core", () -> {
                make(
                        List.of("taskset", "-a", "-p", "-c", Integer.toString(cores.generator()), own),
                        List.of("taskset", "-a", "-p", "-c", cores.list(), own));
                return own;
            });
        } else {
            notes.add("server and generator share the only core");
        }
    }

    /**
     * The generator's threads whose names begin so come before all others of its core, where it has one.
     *
     * @return what keeps them from it
     */
    public Optional<String> putFirst(String threads) throws InterruptedIOException {
        if (!placesGenerator()) {
            return Optional.empty();
        }
        try {
            List<String> command = new ArrayList<>(List.of("renice", "-n", FIRST, "-p"));
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path task : tasks) {
                    if (nameOf(task).startsWith(threads)) {
                        command.add(task.getFileName().toString());
                    }
                }
            }
            Commands.run(command);
            return Optional.empty();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.of("latency is that of a busy generator too, whose timed threads do not come first: "
                    + e.getMessage());
        }
    }

    /** Of a process or a thread in {@code /proc}; empty where it has just ended. */
    static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "";
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
    public List<String> notes() {
        return notes;
    }

    /** For server and generator; this process is on one of them. */
    public Cores cores() {
        return cores;
    }

    /** {@code veth}, {@code loopback}, or {@code given} where the server's network is not the bench's doing. */
    public String kind() {
        boolean given = place == Place.GIVEN || place == Place.UNTOUCHED;
        return namespace ? "veth" : given ? "given" : "loopback";
    }

    /** Whether the server's core is the bench's choice. */
    public boolean placesServer() {
        return place == Place.APART || place == Place.LOOPBACK;
    }

    /** Whether the generator has a core of its own, soft interrupts of its receiving included. */
    public boolean placesGenerator() {
        return place != Place.UNTOUCHED && cores.several();
    }

    /** User and system time of this process, and of the kernel's thread that receives for it, since they began, in nanoseconds. */
    public long generatorNanos() throws IOException {
        long own = ProcessCpu.nanos(ProcessHandle.current().pid());
        return receivingThread.isPresent() ? own + ProcessCpu.nanos(receivingThread.getAsLong()) : own;
    }

    /** The process id of that thread; empty where its work is done by soft interrupts. */
    OptionalLong receivingThread() {
        return receivingThread;
    }

    /** Where the server is seen. */
    public String serverAddress() {
        return namespace ? SERVER : "127.0.0.1";
    }

    /** Where the generator is seen. */
    public List<String> generatorAddresses() {
        return namespace ? List.of(HERE, HERE_TOO) : List.of("127.0.0.1", "127.0.0.2");
    }

    /** What the generator's addresses are in. */
    public String generatorNetwork() {
        return namespace ? NETWORK : "127.0.0.0/8";
    }

    /** Where the ceiling may send to. */
    public String sink() {
        return namespace ? NOBODY : "127.0.0.1";
    }

    /** The command, so that it runs in the server's place. */
    public List<String> atServer(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (namespace) {
            whole.addAll(List.of("ip", "netns", "exec", name));
        }
        if (cores.several() && place != Place.UNTOUCHED) {
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
