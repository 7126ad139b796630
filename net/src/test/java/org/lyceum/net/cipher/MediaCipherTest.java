package org.lyceum.net.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.srtp.SrtpSelfTest;

/** A virtual machine that may not call C: the library fails in ways of which it does not say that it is not there. */
class MediaCipherTest {
    private static final int SECONDS = 60;

    @Test
    void ofALibraryThatFailsOnItsWayTheChoiceIsTheJdk() throws IOException, InterruptedException {
        assertThat(choose(MediaCipher.Choice.AUTO)).contains("chosen: JDK " + Runtime.version());
    }

    @Test
    void whoAskedForTheLibraryIsToldThatItCannotBeUsed() throws IOException, InterruptedException {
        assertThat(choose(MediaCipher.Choice.OPENSSL)).contains("refused: OpenSSL 3 cannot be used here: ");
    }

    private static String choose(MediaCipher.Choice choice) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--illegal-native-access=deny",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Chooser.class.getName(),
                        choice.name())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process. */
    static final class Chooser {
        private Chooser() {}

        public static void main(String[] arguments) throws SrtpSelfTest.BrokenCipherException {
            try {
                System.out.println("chosen: "
                        + MediaCipher.choose(MediaCipher.Choice.valueOf(arguments[0]))
                                .name());
            } catch (Libcrypto.UnavailableException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
