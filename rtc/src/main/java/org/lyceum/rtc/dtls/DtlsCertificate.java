package org.lyceum.rtc.dtls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * The self-signed ECDSA P-256 certificate that DTLS presents, with its private key. Nobody checks its name or dates: the
 * session description carries its fingerprint (RFC 5763, 5). Kept as PEM so that it survives a restart; the PEM holds the
 * private key and belongs in a file that only the server reads. Immutable.
 */
public final class DtlsCertificate {
    private static final X500Name NAME = new X500Name("CN=WebRTC");
    private static final Duration BEFORE = Duration.ofDays(1); // clocks of peers that do look at dates differ
    private static final Duration LIFE = Duration.ofDays(3650);

    private final PrivateKey privateKey;
    private final byte[] der;
    private final Fingerprint fingerprint;

    private DtlsCertificate(PrivateKey privateKey, byte[] der) {
        this.privateKey = privateKey;
        this.der = der;
        this.fingerprint = Fingerprint.sha256(der);
    }

    /** Makes a new key and certificate. */
    public static DtlsCertificate generate(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    NAME,
                    new BigInteger(64, random).setBit(63),
                    Date.from(now.minus(BEFORE)),
                    Date.from(now.plus(LIFE)),
                    NAME,
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                    .setSecureRandom(random)
                    .build(pair.getPrivate()));
            return new DtlsCertificate(pair.getPrivate(), holder.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the JDK cannot make an ECDSA P-256 certificate", e);
        }
    }

    /**
     * Reads what {@link #toPem} wrote.
     *
     * @throws IllegalArgumentException where the text is not a certificate with its EC private key
     */
    public static DtlsCertificate fromPem(String pem) {
        byte @Nullable [] key = null;
        byte @Nullable [] certificate = null;
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
                switch (part.getType()) {
                    case "PRIVATE KEY" -> key = part.getContent();
                    case "CERTIFICATE" -> certificate = part.getContent();
                    default -> {} // parameters and comments of other tools
                }
            }
            if (key == null || certificate == null) {
                throw new IllegalArgumentException("the PEM needs a PRIVATE KEY and a CERTIFICATE");
            }
            PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            return new DtlsCertificate(privateKey, new X509CertificateHolder(certificate).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("not a certificate with its EC private key: " + e.getMessage(), e);
        }
    }

    /** Private key (PKCS #8) and certificate as PEM. */
    public String toPem() {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("PRIVATE KEY", privateKey.getEncoded()));
            writer.writeObject(new PemObject("CERTIFICATE", der));
        } catch (IOException e) {
            throw new IllegalStateException("a string could not be written", e);
        }
        return text.toString();
    }

    /** SHA-256 fingerprint for session descriptions. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    byte[] der() {
        return der.clone();
    }
}
