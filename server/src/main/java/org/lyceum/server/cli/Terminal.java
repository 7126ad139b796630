package org.lyceum.server.cli;

import java.io.Console;
import java.util.Optional;

/** The terminal that the process was started from, if a person sits at it. */
final class Terminal {
    private Terminal() {}

    /** Java 22 to 24 give a console where there is no terminal, later versions give none at all. */
    static Optional<Console> find() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
