package org.lyceum.rtc.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.srtp.SrtpProfile;

/**
 * What both roles of one handshake have in common: the certificate presented, the fingerprint demanded, the choice of a
 * protection profile, and the keys at the end. Used on the handshake's thread.
 */
final class SrtpNegotiation {
    private static final byte[] NO_MKI = {};
    private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    private final JcaTlsCrypto crypto;
    private final DtlsCertificate local;
    private final Fingerprint remote;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    SrtpNegotiation(JcaTlsCrypto crypto, DtlsCertificate local, Fingerprint remote) {
        this.crypto = crypto;
        this.local = local;
        this.remote = remote;
    }

    JcaTlsCrypto crypto() {
        return crypto;
    }

    /** The keys after the handshake, null before. */
    @Nullable
    SrtpKeys keys() {
        return keys;
    }

    /** Our certificate, if one of the algorithms that the other side takes can sign with it. */
    @Nullable
    TlsCredentialedSigner credentials(TlsContext context, @Nullable Vector<?> acceptedAlgorithms) throws IOException {
        if (acceptedAlgorithms != null && !acceptedAlgorithms.contains(ECDSA_SHA256)) {
            return null;
        }
        Certificate chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(local.der())});
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, local.privateKey(), chain, ECDSA_SHA256);
    }

    /** RFC 8122, 6.2: a certificate that was not announced ends the handshake. */
    void checkCertificate(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer presented no certificate");
        }
        if (!remote.matches(chain.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the peer's certificate has not the announced fingerprint");
        }
    }

    UseSRTPData offer() {
        int[] ids =
                Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
        return new UseSRTPData(ids, NO_MKI);
    }

    /** The server's choice: the first of ours that the client offers (RFC 5764, 4.1.2). */
    UseSRTPData choose(@Nullable UseSRTPData offered) throws IOException {
        if (offered != null) {
            for (SrtpProfile candidate : SrtpProfile.values()) {
                for (int id : offered.getProtectionProfiles()) {
                    if (id == candidate.id()) {
                        profile = candidate;
                        return new UseSRTPData(new int[] {id}, NO_MKI);
                    }
                }
            }
        }
        throw new TlsFatalAlert(
                AlertDescription.handshake_failure, "the peer offers no SRTP profile that is known here");
    }

    /** The client's side of the choice. */
    void accept(@Nullable UseSRTPData chosen) throws IOException {
        if (chosen != null && chosen.getProtectionProfiles().length == 1 && chosen.getMki().length == 0) {
            for (SrtpProfile candidate : SrtpProfile.values()) {
                if (candidate.id() == chosen.getProtectionProfiles()[0]) {
                    profile = candidate;
                    return;
                }
            }
        }
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "the peer did not choose an offered SRTP profile");
    }

    /** RFC 5764, 4.2: client key, server key, client salt, server salt. */
    void exportKeys(TlsContext context, DtlsRole role) {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new IllegalStateException("a handshake ended without a choice of SRTP profile");
        }
        int key = chosen.keyBytes();
        int salt = chosen.saltBytes();
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, material.length);
        keys = role == DtlsRole.CLIENT
                ? new SrtpKeys(chosen, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(chosen, serverKey, serverSalt, clientKey, clientSalt);
    }
}
