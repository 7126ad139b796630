package org.lyceum.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/** The active side (RFC 5763, 5): sends the ClientHello, offers every profile, presents a certificate when asked. */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // the library's signatures
class DtlsSrtpClient extends AbstractTlsClient {
    private final SrtpNegotiation negotiation;
    private final HandshakeTimes times;

    DtlsSrtpClient(SrtpNegotiation negotiation, HandshakeTimes times) {
        super(negotiation.crypto());
        this.negotiation = negotiation;
        this.times = times;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, // some passive ends have RSA certificates
        };
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return times.libraryLimitMillis();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return times.firstResendMillis();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false; // self-signed: only the fingerprint counts
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        TlsSRTPUtils.addUseSRTPExtension(extensions, negotiation.offer());
        return extensions;
    }

    @Override
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        negotiation.accept(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                negotiation.checkCertificate(certificate.getCertificate());
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return negotiation.credentials(context, request.getSupportedSignatureAlgorithms());
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.exportKeys(context, DtlsRole.CLIENT);
    }
}
