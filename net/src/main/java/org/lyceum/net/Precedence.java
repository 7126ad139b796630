package org.lyceum.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lyceum.net.foreign.ForeignCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets media come first where a core has other work too: whoever joins brings handshakes, and code that is compiled, and those
 * who watch already should see nothing of it. No thread may raise its own priority without a privilege, but any may be lowered: so
 * it is all others of this process that give way, those of the virtual machine among them. Linux has a priority for each thread
 * (setpriority(2), sched(7)); elsewhere nothing happens. Safe to call from any thread, but for a media thread: it reads files.
 */
final class Precedence {
    /** Steps of nice by which the others are behind: media has three times their share while both have work. */
    static final int STEPS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Precedence.class);
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path OWN_TASK = Path.of("/proc/thread-self");
    private static final int LEAST = 19;
    private static final int PRIO_PROCESS = 0; // which, on Linux, is a thread

    private final Set<Integer> media = ConcurrentHashMap.newKeySet();
    /** Who has been seen to, and need not be again; guarded by this. */
    private final Set<Integer> settled = new HashSet<>();

    private volatile boolean possible = Files.isDirectory(TASKS);

    /** The calling thread carries media. */
    void claim() {
        try {
            media.add(id(Files.readSymbolicLink(OWN_TASK)));
        } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
            possible = false;
        }
    }

    /** All threads that have come since the last time give way. */
    synchronized void settle() {
        if (!possible || media.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            int behind = Math.min(LEAST, Calls.nice(media.iterator().next()) + STEPS);
            Set<Integer> present = new HashSet<>();
            for (Path task : tasks) {
                int id = id(task);
                present.add(id);
                if (!media.contains(id) && settled.add(id) && Calls.nice(id) < behind) {
                    Calls.renice(id, behind); // whose thread has just ended is no matter
                }
            }
            settled.retainAll(present); // numbers are used again
        } catch (IOException | DirectoryIteratorException | LinkageError | UnsupportedOperationException e) {
            possible = false;
            LOG.debug("media has no precedence here", e);
        }
    }

    private static int id(Path task) {
        return Integer.parseInt(task.getFileName().toString());
    }

    /** The C library's; loaded where there is something to call it for. */
    @SuppressWarnings("restricted") // calling C is what this is for; the launcher allows it
    private static final class Calls {
        private static final MethodHandle GET =
                handle("getpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        private static final MethodHandle SET =
                handle("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

        private static MethodHandle handle(String name, FunctionDescriptor signature) {
            try {
                Linker linker = Linker.nativeLinker();
                return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
            } catch (NoSuchElementException e) {
                throw new UnsupportedOperationException(name + " cannot be called here", e);
            }
        }

        /** Of that thread, -20 to 19, or -1 where there is none. */
        static int nice(int id) {
            try {
                return (int) GET.invokeExact(PRIO_PROCESS, id);
            } catch (Throwable e) {
                throw ForeignCalls.unexpected(e);
            }
        }

        static void renice(int id, int nice) {
            try {
                int _ = (int) SET.invokeExact(PRIO_PROCESS, id, nice);
            } catch (Throwable e) {
                throw ForeignCalls.unexpected(e);
            }
        }
    }
}
