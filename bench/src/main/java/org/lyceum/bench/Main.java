package org.lyceum.bench;

import java.nio.file.Path;
import java.util.List;
import org.lyceum.bench.relay.RelayBench;
import org.lyceum.bench.run.Bench;

/** Where the process of {@code ./lyceum bench} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("lyceum.home", "."));
        List<String> arguments = List.of(args);
        System.exit(
                RelayBench.isAskedFor(arguments)
                        ? RelayBench.run(home, arguments, System.out, System.err)
                        : Bench.run(home, arguments, System.out, System.err));
    }
}
