package org.lyceum.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes and judges the certificate that a server signs for itself, so that cameras work in the local network before anyone
 * has bought or fetched a real one. ECDSA P-256; valid for 397 days, the most that browsers take.
 */
public final class SelfSigned {
    static final Duration LIFETIME = Duration.ofDays(397);
    /** A certificate that ends sooner than this is made anew. */
    static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** Clocks of phones are allowed to be behind. */
    private static final Duration CLOCK_SLACK = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;

    private SelfSigned() {}

    /**
     * @param hostName of this machine
     * @param addresses of this machine; loopback and localhost are always in
     */
    public static PemCertificate create(String hostName, Collection<InetAddress> addresses, Instant now) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=Lyceum on " + hostName.replaceAll("[^A-Za-z0-9.-]", "-"));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                    Date.from(now.minus(CLOCK_SLACK)),
                    Date.from(now.minus(CLOCK_SLACK).plus(LIFETIME)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names(hostName, addresses));
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new PemCertificate(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    /** Whether it names every one of the addresses and lasts long enough yet. */
    public static boolean suits(X509Certificate certificate, Collection<InetAddress> addresses, Instant now) {
        boolean lasts = certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
                && certificate.getNotBefore().toInstant().isBefore(now);
        return lasts && addressesIn(certificate).containsAll(addresses);
    }

    /** The IP addresses among its alternative names. */
    static Set<InetAddress> addressesIn(X509Certificate certificate) {
        Set<InetAddress> addresses = new HashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0) instanceof Integer kind
                        && kind == GeneralName.iPAddress
                        && name.get(1) instanceof String text) {
                    addresses.add(InetAddress.ofLiteral(text));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Set.of();
        }
        return addresses;
    }

    private static GeneralNames names(String hostName, Collection<InetAddress> addresses) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        if (hostName.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*") && !hostName.equals("localhost")) {
            names.add(new GeneralName(GeneralName.dNSName, hostName));
        }
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        for (InetAddress address : addresses) {
            names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress()));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }
}
