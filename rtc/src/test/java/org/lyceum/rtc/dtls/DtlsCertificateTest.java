package org.lyceum.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DtlsCertificateTest {
    private final DtlsCertificate certificate = DtlsCertificate.generate(new SecureRandom(), Instant.now());

    @Test
    void pemKeepsTheFingerprint() {
        DtlsCertificate read = DtlsCertificate.fromPem(certificate.toPem());

        assertThat(read.fingerprint()).isEqualTo(certificate.fingerprint());
        assertThat(read.privateKey()).isEqualTo(certificate.privateKey());
    }

    @Test
    void brokenPemIsRefusedInWords() {
        assertThatThrownBy(() -> DtlsCertificate.fromPem("no PEM at all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PRIVATE KEY");
        String damaged = certificate.toPem().replace("M", "Q");
        assertThatThrownBy(() -> DtlsCertificate.fromPem(damaged)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fingerprintMatchesInAnyCaseAndOnlyItsCertificate() {
        Fingerprint upper = certificate.fingerprint();
        Fingerprint lower = new Fingerprint("SHA-256", upper.value().toLowerCase(java.util.Locale.ROOT));
        byte[] other =
                DtlsCertificate.generate(new SecureRandom(), Instant.now()).der();

        assertThat(upper.value()).hasSize(32 * 3 - 1).matches("([0-9A-F]{2}:)+[0-9A-F]{2}");
        assertThat(lower.matches(certificate.der())).isTrue();
        assertThat(upper.matches(other)).isFalse();
    }

    @Test
    void weakHashFunctionsNeverMatch() {
        assertThat(new Fingerprint("md5", "00").usable()).isFalse();
        assertThat(new Fingerprint("md5", "00").matches(certificate.der())).isFalse();
    }
}
