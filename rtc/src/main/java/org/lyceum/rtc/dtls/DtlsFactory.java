package org.lyceum.rtc.dtls;

/**
 * Makes DTLS associations that all present one certificate. Given to whoever makes peers; one per process, or one per
 * simulated network. Safe to call from several owners' threads.
 */
public interface DtlsFactory {
    /**
     * Makes an association that waits for {@link DtlsTransport#start}.
     *
     * @param role which side this end plays (RFC 5763, 5)
     * @param remote the fingerprint that the other side's certificate must have (RFC 8122)
     * @param wakeUp called on any thread when something waits in {@link DtlsTransport#drain} or the state has changed;
     *     must return at once, and may be called once more than is needed
     */
    DtlsTransport create(DtlsRole role, Fingerprint remote, Runnable wakeUp);

    /** The fingerprint of the certificate presented by this end, for session descriptions. */
    Fingerprint localFingerprint();
}
