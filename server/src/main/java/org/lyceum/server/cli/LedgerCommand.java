package org.lyceum.server.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.money.LedgerCheck;

/** {@code lyceum ledger verify}: recomputes the money of the house, beside a running server or without one. */
final class LedgerCommand {
    private final PlatformSettings settings;
    private final PrintStream out;

    LedgerCommand(PlatformSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** @return whether everything is as it should be */
    boolean verify() {
        try (Platform platform = Platform.openForAdministration(settings, InstantSource.system())) {
            return print(platform.money().verify(this::tell), out);
        }
    }

    private void tell(int part, int parts, String fault) {
        out.println("  %d of %d: whether %s".formatted(part, parts, fault));
    }

    /** @return whether everything is as it should be */
    static boolean print(LedgerCheck.Report report, PrintStream out) {
        report.faults().forEach(fault -> out.println("  " + fault));
        out.println(
                report.isSound()
                        ? "The ledger is sound: %d transactions, %d entries."
                                .formatted(report.transactions(), report.entries())
                        : "The ledger is NOT sound: %d faults in %d transactions, %d entries."
                                .formatted(report.faults().size(), report.transactions(), report.entries()));
        return report.isSound();
    }
}
