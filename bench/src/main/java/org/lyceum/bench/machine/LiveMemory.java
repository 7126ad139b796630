package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM really needs just now: objects that are reachable, and what native code and direct buffers have of {@code malloc}. What a
 * collector has not given back yet is not among it, nor are threads' stacks and compiled code.
 */
public final class LiveMemory {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern OBJECTS = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)$", Pattern.MULTILINE);
    /** The sums behind the last arena, as malloc_info(3) writes them. */
    private static final Pattern NATIVE = Pattern.compile("""
            <total type="fast" count="\\d+" size="(?<fast>\\d+)"/>
            <total type="rest" count="\\d+" size="(?<rest>\\d+)"/>
            <total type="mmap" count="\\d+" size="(?<mmap>\\d+)"/>
            <system type="current" size="(?<current>\\d+)"/>
            """);

    private LiveMemory() {}

    /**
     * Bytes of another process; its threads stand still for a full collection and until all is told meanwhile.
     *
     * @throws IOException if there is no such JVM of this user
     */
    public static long of(long pid) throws IOException {
        return objects(jcmd(pid, "GC.class_histogram")) + ofMalloc(jcmd(pid, "System.native_heap_info"));
    }

    private static String jcmd(long pid, String command) throws IOException {
        return Commands.run(JCMD.toString(), Long.toString(pid), command);
    }

    static long objects(String histogram) throws IOException {
        Matcher total = OBJECTS.matcher(histogram);
        if (!total.find()) {
            throw new IOException("a histogram without a sum: " + histogram);
        }
        return Long.parseLong(total.group(1));
    }

    /** Where the C library is another than glibc nothing is said, and nothing counted. */
    static long ofMalloc(String info) {
        Matcher sums = NATIVE.matcher(info);
        return sums.find() ? size(sums, "current") + size(sums, "mmap") - size(sums, "fast") - size(sums, "rest") : 0;
    }

    private static long size(Matcher sums, String what) {
        return Long.parseLong(sums.group(what));
    }
}
