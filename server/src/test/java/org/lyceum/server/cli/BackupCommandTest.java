package org.lyceum.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;

/** Backup, restore and move as an administrator meets them: words and exit codes. Platform's tests look at what is in the archives. */
class BackupCommandTest {
    private static final String UNREACHABLE = "postgresql://lyceum:hunter2secret@127.0.0.1:1/lyceum";

    @TempDir
    Path temporary;

    private Path data;
    private Path file;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void makeHouse() {
        data = temporary.resolve("data");
        file = temporary.resolve("house.zip");
        try (Platform platform = open()) {
            String ada = platform.accounts()
                    .create("ada@example.org", "correct horse", "Ada", Set.of())
                    .id();
            platform.money().wallets().grant(null, ada, 100, "");
        }
    }

    private Platform open() {
        return Platform.open(PlatformSettings.in(data), InstantSource.system());
    }

    private int execute(String... arguments) {
        return execute(Map.of("LYCEUM_DATA", data.toString()), arguments);
    }

    private int execute(Map<String, String> environment, String... arguments) {
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLineInterface(environment, outStream, errStream).execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aHouseGoesThroughAFileBesideItsRunningServer() {
        try (Platform _ = open()) {
            assertThat(execute("backup", file.toString())).as(err()).isZero();
        }
        assertThat(out()).contains("Backed up SQLite").contains(file.toString()).contains("keep it as safe");
        Path other = temporary.resolve("other");

        assertThat(execute("restore", file.toString(), "--data", other.toString()))
                .as(err())
                .isZero();

        assertThat(out())
                .contains("Restored")
                .contains("The ledger is sound: 1 transactions, 2 entries.")
                .doesNotContain("Mind:");
        data = other;
        try (Platform platform = open()) {
            assertThat(platform.accounts()
                            .login("ada@example.org", "correct horse")
                            .accessToken())
                    .isNotEmpty();
        }
    }

    @Test
    void aRestoreOverARunningServerFails() {
        assertThat(execute("backup", file.toString())).isZero();
        try (Platform _ = open()) {
            assertThat(execute("restore", file.toString(), "--replace")).isEqualTo(CommandLineInterface.FAILED);
        }
        assertThat(err()).contains("in use by another Lyceum server").doesNotContain("Exception");
    }

    @Test
    void aRestoreOverAHouseNeedsToBeAsked() {
        assertThat(execute("backup", file.toString())).isZero();

        assertThat(execute("restore", file.toString())).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err()).contains("not empty").contains("--replace");
        assertThat(execute("restore", file.toString(), "--replace")).as(err()).isZero();
        assertThat(out()).contains("What was in the data folder before is in").contains("To undo");
    }

    @Test
    void aDamagedFileFailsInASentence() throws IOException {
        Files.writeString(file, "no backup");

        assertThat(execute(
                        "restore",
                        file.toString(),
                        "--data",
                        temporary.resolve("other").toString()))
                .isEqualTo(CommandLineInterface.FAILED);
        assertThat(err())
                .contains("is not a backup")
                .contains("nothing is changed")
                .doesNotContain("Exception");
        assertThat(temporary.resolve("other")).doesNotExist();
        assertThat(execute("restore")).isEqualTo(CommandLineInterface.USAGE);
    }

    @Test
    void settingsThatLeadToAnotherDatabaseAreSaid() throws IOException {
        Files.writeString(data.resolve("lyceum.yaml"), "db: " + UNREACHABLE + "\n");
        assertThat(execute("backup", file.toString(), "--db=")).as(err()).isZero();

        assertThat(execute(
                        "restore",
                        file.toString(),
                        "--data",
                        temporary.resolve("other").toString()))
                .as(err())
                .isZero();

        assertThat(out())
                .contains("Mind: without --db a start would take another database")
                .doesNotContain("hunter2");
    }

    @Test
    void aMoveToWhereNothingIsFailsWithoutShowingThePassword() {
        assertThat(execute("move", "--to", UNREACHABLE)).isEqualTo(CommandLineInterface.FAILED);
        assertThat(execute(Map.of("LYCEUM_DATA", data.toString(), "LYCEUM_MOVE_TO", UNREACHABLE), "move"))
                .isEqualTo(CommandLineInterface.FAILED);

        assertThat(err()).contains("can not be").doesNotContain("Exception");
        assertThat(out() + err()).doesNotContain("hunter2");
    }

    @Test
    void aMoveNeedsAPlaceToGo() {
        assertThat(execute("move")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err()).contains("Where to?").contains("LYCEUM_MOVE_TO");
        assertThat(execute("move", "--to", "sqlite")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err()).contains("there already");
    }
}
