package org.lyceum.server.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * A private key and its certificate chain, the server's own certificate first.
 *
 * @param key belongs to the first certificate
 * @param chain at least one
 */
public record PemCertificate(PrivateKey key, List<X509Certificate> chain) {
    /** Only ever in memory, so the password protects nothing. */
    static final String STORE_PASSWORD = "in-memory";

    public PemCertificate {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        chain = List.copyOf(chain);
    }

    /**
     * Reads one key and the certificates from PEM text, in whatever order of the two.
     *
     * @throws IOException with words for the administrator when there is no usable pair in it
     */
    public static PemCertificate parse(String pem) throws IOException {
        PrivateKey key = null;
        List<X509Certificate> chain = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            JcaPEMKeyConverter keys = new JcaPEMKeyConverter();
            JcaX509CertificateConverter certificates = new JcaX509CertificateConverter();
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                switch (item) {
                    case PEMKeyPair pair -> key = keys.getPrivateKey(pair.getPrivateKeyInfo());
                    case PrivateKeyInfo info -> key = keys.getPrivateKey(info);
                    case X509CertificateHolder holder -> addOnce(chain, certificates.getCertificate(holder));
                    default -> {} // EC parameters and the like
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate in it cannot be read: " + e.getMessage(), e);
        }
        return checked(key, chain);
    }

    /** People give one file with everything in it as certificate and as key. */
    private static void addOnce(List<X509Certificate> chain, X509Certificate certificate) {
        if (!chain.contains(certificate)) {
            chain.add(certificate);
        }
    }

    private static PemCertificate checked(@Nullable PrivateKey key, List<X509Certificate> chain) throws IOException {
        if (key == null) {
            throw new IOException("there is no private key in it that can be read without a password");
        }
        if (chain.isEmpty()) {
            throw new IOException("there is no certificate in it");
        }
        PemCertificate certificate = new PemCertificate(key, chain);
        try {
            certificate.proveTogether();
        } catch (GeneralSecurityException e) {
            throw new IOException("key and certificate do not belong together", e);
        }
        return certificate;
    }

    public String toPem() throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (X509Certificate certificate : chain) {
                writer.writeObject(certificate);
            }
            writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
        }
        return text.toString();
    }

    public X509Certificate own() {
        return chain.getFirst();
    }

    /** A key store with this one entry, as Jetty wants it. */
    KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, STORE_PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
        return store;
    }

    private void proveTogether() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm(); // Ed25519 signs by its own name
                });
        byte[] sample = {1, 2, 3};
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(own().getPublicKey());
        signature.update(sample);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the certificate is of another key");
        }
    }
}
