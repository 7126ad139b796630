package org.lyceum.bench;

import java.nio.file.Path;
import java.util.List;
import org.lyceum.bench.run.Bench;

/** Where the process of {@code ./lyceum bench} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("lyceum.home", "."));
        System.exit(Bench.run(home, List.of(args), System.out, System.err));
    }
}
