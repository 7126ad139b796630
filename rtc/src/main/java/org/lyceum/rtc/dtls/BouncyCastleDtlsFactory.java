package org.lyceum.rtc.dtls;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** Associations by Bouncy Castle's DTLS 1.2 on the JDK's own ciphers and curves. One per process. */
public final class BouncyCastleDtlsFactory implements DtlsFactory {
    private final DtlsCertificate certificate;
    private final Executor blocking;
    private final HandshakeGate gate;
    private final JcaTlsCrypto crypto;

    /**
     * @param certificate presented by every association
     * @param blocking runs tasks that block, each on a thread of its own: virtual threads
     * @param random for keys and nonces
     * @param maxHandshakes handshakes that compute at once; more wait for their turn, within their time limit
     */
    public BouncyCastleDtlsFactory(
            DtlsCertificate certificate, Executor blocking, SecureRandom random, int maxHandshakes) {
        this.certificate = certificate;
        this.blocking = blocking;
        this.gate = new HandshakeGate(maxHandshakes);
        this.crypto = new JcaTlsCryptoProvider().create(random);
    }

    @Override
    public DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp) {
        return create(role, remote, wakeUp, HandshakeTimes.USUAL);
    }

    DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp, HandshakeTimes times) {
        SrtpNegotiation negotiation = new SrtpNegotiation(crypto, certificate, remote);
        return new BouncyCastleDtls(role, negotiation, blocking, gate, times, wakeUp);
    }

    /**
     * Makes the first peer's handshake as quick as the others'. Returns at once; the work is done on the executor and takes
     * some hundred milliseconds of one core.
     */
    public void warmUp() {
        blocking.execute(new WarmUp(this));
    }

    @Override
    public Fingerprint localFingerprint() {
        return certificate.fingerprint();
    }

    /** Handshakes that are computing now, for metrics. */
    public int runningHandshakes() {
        return gate.running();
    }
}
