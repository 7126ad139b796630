package org.lyceum.rtc.dtls;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Makes {@link StandInDtls} associations that present one made-up certificate. */
public final class StandInDtlsFactory implements DtlsFactory {
    private final Fingerprint fingerprint;
    private final RandomGenerator random;

    /** The name stands for the certificate: another name, another fingerprint. */
    public StandInDtlsFactory(String name, RandomGenerator random) {
        this.fingerprint = Fingerprint.sha256(name.getBytes(StandardCharsets.UTF_8));
        this.random = random;
    }

    @Override
    public StandInDtls create(DtlsRole role, Fingerprint remote, Runnable wakeUp) {
        return new StandInDtls(role, fingerprint, remote, wakeUp, random);
    }

    @Override
    public Fingerprint localFingerprint() {
        return fingerprint;
    }
}
