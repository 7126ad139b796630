package org.lyceum.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.server.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that HTTPS presents, and its changes while the server runs: a given one is read again when its files
 * change, the self-signed one is made anew when the machine's addresses change or its end is near. {@link #refresh} is
 * called every now and then by the owner; open connections keep the certificate they began with.
 */
public final class HttpsCertificate {
    private static final Logger log = LoggerFactory.getLogger(HttpsCertificate.class);
    /** Key and certificate in one file, so that they are replaced together. */
    public static final String FILE = "https.pem";

    private final @Nullable Path certificateFile;
    private final @Nullable Path keyFile;
    private final DataFolder folder;
    private final String hostName;
    private final Supplier<List<InetAddress>> addresses;
    private final InstantSource clock;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private PemCertificate current;
    private volatile SSLContext context;
    private String givenText = "";

    /**
     * @param addresses of this machine, asked at every refresh
     * @throws StartupException when a given certificate cannot be used
     */
    public HttpsCertificate(
            Config config,
            DataFolder folder,
            String hostName,
            Supplier<List<InetAddress>> addresses,
            InstantSource clock) {
        this.certificateFile = config.certificate();
        this.keyFile = config.certificateKey();
        this.folder = folder;
        this.hostName = hostName;
        this.addresses = addresses;
        this.clock = clock;
        try {
            current = load();
            tls.setKeyStore(current.keyStore());
            tls.setKeyStorePassword(PemCertificate.STORE_PASSWORD);
            context = contextOf(current);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartupException("The HTTPS certificate cannot be used: " + e.getMessage() + ".", e);
        }
        tls.setSniRequired(false);
        // TLS 1.0 and 1.1 are off in the JDK already; renegotiation has no use here.
        tls.setRenegotiationAllowed(false);
    }

    /** For the HTTPS connector; follows every later change by itself. */
    public SslContextFactory.Server tls() {
        return tls;
    }

    /** The server's side of a TLS connection that is not the HTTPS connector's; any thread. */
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private static SSLContext contextOf(PemCertificate certificate) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.keyStore(), PemCertificate.STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** What is presented now. */
    public synchronized PemCertificate current() {
        return current;
    }

    public boolean isSelfSigned() {
        return certificateFile == null;
    }

    /** Looks whether another certificate is due and presents it; keeps the old one when the new one is of no use. */
    public synchronized void refresh() {
        try {
            PemCertificate next = load();
            if (!next.own().equals(current.own())) {
                KeyStore store = next.keyStore();
                tls.reload(factory -> factory.setKeyStore(store));
                context = contextOf(next);
                current = next;
                log.info(
                        "HTTPS presents a new certificate, valid until {}",
                        next.own().getNotAfter().toInstant());
            }
        } catch (Exception e) {
            log.error("The HTTPS certificate stays as it is: {}", e.getMessage());
        }
    }

    private PemCertificate load() throws IOException {
        return certificateFile != null && keyFile != null ? given(certificateFile, keyFile) : selfSigned();
    }

    private PemCertificate given(Path certificate, Path key) throws IOException {
        String text = Files.readString(certificate) + "\n" + Files.readString(key);
        if (text.equals(givenText)) {
            return current;
        }
        PemCertificate read = PemCertificate.parse(text);
        givenText = text;
        return read;
    }

    private PemCertificate selfSigned() throws IOException {
        List<InetAddress> wanted = addresses.get();
        Path file = folder.path().resolve(FILE);
        if (Files.exists(file)) {
            try {
                PemCertificate stored = PemCertificate.parse(Files.readString(file));
                if (SelfSigned.suits(stored.own(), wanted, clock.instant())) {
                    return stored;
                }
                log.info("The self-signed certificate is made anew: addresses changed, or its end is near");
            } catch (IOException e) {
                log.warn("{} cannot be used and is made anew: {}", file, e.getMessage());
            }
        }
        PemCertificate made = SelfSigned.create(hostName, wanted, clock.instant());
        folder.writePrivately(FILE, made.toPem());
        return made;
    }
}
