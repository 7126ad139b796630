package org.lyceum.server;

import org.lyceum.server.cli.CommandLineInterface;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = new CommandLineInterface(System.getenv(), System.out, System.err).execute(args);
        if (exitCode != CommandLineInterface.RUNNING) {
            System.exit(exitCode);
        }
    }
}
