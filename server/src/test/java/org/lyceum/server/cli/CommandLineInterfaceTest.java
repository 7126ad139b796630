package org.lyceum.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.server.config.Setting;

class CommandLineInterfaceTest {
    @TempDir
    Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int execute(String... arguments) {
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLineInterface(Map.of("LYCEUM_DATA", data.toString()), outStream, errStream)
                .execute(arguments);
    }

    private int executeWithInput(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return execute(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpOfRunListsEverySettingAsFlagAndVariable() {
        assertThat(execute("run", "--help")).isZero();

        for (Setting setting : Setting.values()) {
            assertThat(out()).contains(setting.flag()).contains(setting.variable());
        }
    }

    @Test
    void anUnknownFlagIsAUsageErrorInASentence() {
        assertThat(execute("run", "--htp-port", "1")).isEqualTo(CommandLineInterface.USAGE);

        assertThat(err()).contains("--htp-port").contains("run --help").doesNotContain("Exception");
    }

    @Test
    void aBadValueIsNamedWithItsFlag() {
        assertThat(execute("run", "--http-port", "99999")).isEqualTo(CommandLineInterface.FAILED);

        assertThat(err()).contains("--http-port is '99999'").contains("0 to 65535");
    }

    @Test
    void noCommandShowsWhatThereIs() {
        assertThat(execute()).isEqualTo(CommandLineInterface.USAGE);

        assertThat(err()).contains("run").contains("doctor").contains("user");
    }

    @Test
    void anAccountMadeByTheAdministratorCanSignInWithItsNewPassword() {
        assertThat(executeWithInput(
                        "a long first password\n", "user", "create", "ada@example.org", "--role", "teacher"))
                .as(err())
                .isZero();
        assertThat(executeWithInput("a long second password\n", "user", "reset-password", "ada@example.org"))
                .isZero();
        assertThat(execute("user", "grant", "ada@example.org", "admin")).isZero();

        assertThat(out()).contains("ada@example.org").contains("teacher").contains("admin");
        try (Platform platform = Platform.open(PlatformSettings.in(data), InstantSource.system())) {
            assertThat(platform.accounts()
                            .login("ada@example.org", "a long second password")
                            .accessToken())
                    .isNotEmpty();
        }
    }

    @Test
    void refusalsOfTheDomainAreSentences() {
        assertThat(execute("user", "grant", "nobody@example.org", "admin")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err()).contains("no account");

        assertThat(execute("user", "grant", "nobody@example.org", "king")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err()).contains("king").contains("viewer, creator, teacher, admin");
    }

    @Test
    void theDoctorNamesAPortThatIsTakenAndTheFlagThatHelps() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            int exit = execute(
                    "doctor",
                    "--http-port",
                    port,
                    "--https-port",
                    "0",
                    "--media-port",
                    "0",
                    "--turn-port",
                    "0",
                    "--turn-tls-port",
                    "0");

            assertThat(exit).isEqualTo(CommandLineInterface.FAILED);
            assertThat(out()).contains("PROBLEM  TCP " + port).contains("--http-port");
        }
    }

    @Test
    void theDoctorFindsNothingInTheWayOfAPlainStart() {
        int exit = execute(
                "doctor",
                "--http-port",
                "0",
                "--https-port",
                "0",
                "--media-port",
                "0",
                "--turn-port",
                "0",
                "--turn-tls-port",
                "0");

        assertThat(exit).as(out()).isZero();
        assertThat(out())
                .contains("Java 25")
                .contains("encryption")
                .contains("certificate")
                .contains("data folder");
    }

    @Test
    void theDoctorNamesAFolderThatCannotBeUsed() throws Exception {
        String below = Files.createFile(data.resolve("file")).resolve("data").toString();
        int exit = execute(
                "doctor",
                "--data",
                below,
                "--http-port",
                "0",
                "--https-port",
                "0",
                "--media-port",
                "0",
                "--turn-port",
                "0",
                "--turn-tls-port",
                "0");

        assertThat(exit).isEqualTo(CommandLineInterface.FAILED);
        assertThat(out()).contains("PROBLEM  data folder").contains("--data");
    }

    @Test
    void theLedgerIsVerified() {
        try (Platform platform = Platform.open(PlatformSettings.in(data), InstantSource.system())) {
            String ada = platform.accounts()
                    .create("ada@example.org", "correct horse", "Ada", Set.of())
                    .id();
            platform.money().wallets().grant(null, ada, 100, "");
            // Beside the running server, as an administrator would.
            assertThat(execute("ledger", "verify")).isZero();
        }
        assertThat(out()).contains("The ledger is sound: 1 transactions, 2 entries.");
    }
}
