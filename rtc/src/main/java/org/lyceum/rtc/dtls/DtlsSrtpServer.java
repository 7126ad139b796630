package org.lyceum.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The passive side (RFC 5763, 5): chooses suite and profile, demands the client's certificate. */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // the library's signatures
final class DtlsSrtpServer extends AbstractTlsServer {
    private final SrtpNegotiation negotiation;
    private final HandshakeTimes times;
    private @Nullable UseSRTPData offeredProfiles;

    DtlsSrtpServer(SrtpNegotiation negotiation, HandshakeTimes times) {
        super(negotiation.crypto());
        this.negotiation = negotiation;
        this.times = times;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() { // AES-GCM only: RFC 8827, 6.5 obliges everyone to have the first
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        };
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
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
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        offeredProfiles = TlsSRTPUtils.getUseSRTPExtension(extensions);
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, negotiation.choose(offeredProfiles));
        return extensions;
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        TlsCredentials credentials = negotiation.credentials(
                context, context.getSecurityParametersHandshake().getClientSigAlgs());
        if (credentials == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the peer takes no ECDSA with SHA-256");
        }
        return credentials;
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, TlsUtils.getDefaultSupportedSignatureAlgorithms(context), null);
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        negotiation.checkCertificate(clientCertificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.exportKeys(context, DtlsRole.SERVER);
    }
}
