package org.lyceum.server.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and SIGTERM: the first one stops the server in order, a second one ends the process at once. The JDK has no
 * supported API for signals, and its shutdown hooks can neither tell the second signal nor end with exit code 0; hence
 * {@code sun.misc.Signal}, by reflection because the compiler warns of its name. Without it, signals end the process as
 * the JVM does it by itself.
 */
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final int IMPATIENT_EXIT = 130;

    private Signals() {}

    /** @param stop called once, on a thread of its own */
    static void onStop(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable handler = () -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(IMPATIENT_EXIT);
            }
            log.info("Stopping (again to end at once)");
            stop.run();
        };
        try {
            handle("INT", handler);
            handle("TERM", handler);
        } catch (ReflectiveOperationException e) {
            log.warn("Signals cannot be handled on this JVM: {}", e.toString());
        }
    }

    private static void handle(String name, Runnable handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handlerType},
                (self, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        handler.run();
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> "signal handler";
                });
        signal.getMethod("handle", signal, handlerType)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
