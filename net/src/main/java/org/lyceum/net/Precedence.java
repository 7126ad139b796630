package org.lyceum.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lyceum.port.foreign.ForeignCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets media come first where a core has other work too: whoever joins brings handshakes, and code that is compiled, and those
 * who watch already should see nothing of it. No thread may raise its own priority without a privilege, but any may be lowered: so
 * it is all others of this process that give way, those of the virtual machine among them. Linux has a priority for each thread
 * (setpriority(2), sched(7)); elsewhere nothing happens. Safe to call from any thread.
 */
final class Precedence {
    /** Steps of nice by which the others are behind: beside each of them a media thread has three times its share. */
    private static final int STEPS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Precedence.class);
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int LEAST = 19;
    private static final int PRIO_PROCESS = 0; // which, on Linux, is a thread

    private final Set<Integer> media = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean refused = new AtomicBoolean(); // so that it is told once
    private volatile boolean possible = isOwnProc();

    /** In a namespace of its own with the machine's files the numbers there would be those of other threads here. */
    private static boolean isOwnProc() {
        try {
            return id(Files.readSymbolicLink(Path.of("/proc/self")))
                    == ProcessHandle.current().pid();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The calling thread carries media. */
    void claim() {
        try {
            media.add(id(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
        } catch (IOException | UnsupportedOperationException e) {
            possible = false;
        }
    }

    /** All threads that are there now and carry no media give way. Reads files, so that a media thread should not call it. */
    void settle() {
        if (!possible || media.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            int behind = Math.min(LEAST, Calls.nice(media.iterator().next()) + STEPS);
            for (Path task : tasks) {
                int id = id(task);
                if (!media.contains(id) && Calls.nice(id) < behind && !Calls.renice(id, behind)) {
                    tellOnce(id); // or it has just ended
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("media has no precedence over what is new: the threads cannot be listed now", e);
        } catch (LinkageError e) {
            possible = false;
            LOG.debug("media has no precedence here: C cannot be called", e);
        }
    }

    private void tellOnce(int id) {
        if (Files.exists(TASKS.resolve(Integer.toString(id))) && refused.compareAndSet(false, true)) {
            LOG.debug("media has no precedence over thread {}: it may not be lowered", id);
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
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
        }

        /** Of that thread, -20 to 19, or -1 where there is none. */
        static int nice(int id) {
            try {
                return (int) GET.invokeExact(PRIO_PROCESS, id);
            } catch (Throwable e) {
                throw ForeignCalls.unexpected(e);
            }
        }

        /** False where it may not be, or has ended. */
        static boolean renice(int id, int nice) {
            try {
                return (int) SET.invokeExact(PRIO_PROCESS, id, nice) == 0;
            } catch (Throwable e) {
                throw ForeignCalls.unexpected(e);
            }
        }
    }
}
