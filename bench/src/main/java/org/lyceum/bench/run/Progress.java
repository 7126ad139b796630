package org.lyceum.bench.run;

import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** One line that says what is going on, and is written over until that is done. Used by one thread. */
final class Progress {
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    interface Text {
        String now();
    }

    /** Says how it stands. */
    void tell(String what, String text) {
        out.printf("\r%-12s %-66s", what, text);
        out.flush();
    }

    /** It is done; the line stays. */
    void end() {
        out.println();
    }

    /** Says something once. */
    void say(String text) {
        out.println(text);
    }

    /** Lets seconds go by, and says each second how many are left. */
    void pass(String what, long seconds, Text text) throws InterruptedIOException {
        long began = System.nanoTime();
        for (long left = seconds; left > 0; left--) {
            tell(what, left + " s left  " + text.now());
            sleepUntil(began + TimeUnit.SECONDS.toNanos(seconds - left + 1));
        }
        tell(what, "done  " + text.now());
        end();
    }

    /** @param atNanos of {@link System#nanoTime} */
    static void sleepUntil(long atNanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(atNanos - System.nanoTime());
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
