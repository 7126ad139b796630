package org.lyceum.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;

class HttpsCertificateTest {
    private static final InetAddress LAN = InetAddress.ofLiteral("192.168.1.5");
    private static final InetAddress OTHER_LAN = InetAddress.ofLiteral("10.0.0.9");

    @TempDir
    Path data;

    private DataFolder folder;
    private Instant now = Instant.now();
    private List<InetAddress> addresses = List.of(LAN);

    @BeforeEach
    void open() {
        folder = DataFolder.lock(data);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    private HttpsCertificate certificate(Map<Setting, String> settings) {
        Config config = ConfigLoader.load(settings, Map.of(), null, data);
        return new HttpsCertificate(config, folder, "studio", () -> addresses, () -> now);
    }

    private HttpsCertificate selfSigned() {
        return certificate(Map.of());
    }

    @Test
    void theSelfSignedOneNamesLocalhostTheHostAndTheAddresses() throws Exception {
        X509Certificate own = selfSigned().current().own();

        List<String> names = own.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        assertThat(names).contains("localhost", "studio", "127.0.0.1", "0:0:0:0:0:0:0:1", "192.168.1.5");
        own.checkValidity();
        own.verify(own.getPublicKey());
    }

    @Test
    void itOutlivesARestartAndOnlyItsOwnerReadsIt() throws Exception {
        X509Certificate first = selfSigned().current().own();

        assertThat(selfSigned().current().own()).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(data.resolve(HttpsCertificate.FILE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void itIsMadeAnewForAnotherAddressAndNearItsEnd() {
        HttpsCertificate https = selfSigned();
        X509Certificate first = https.current().own();

        addresses = List.of(LAN, OTHER_LAN);
        https.refresh();
        X509Certificate second = https.current().own();
        assertThat(second).isNotEqualTo(first);
        assertThat(SelfSigned.addressesIn(second)).contains(LAN, OTHER_LAN);

        addresses = List.of(LAN);
        https.refresh();
        assertThat(https.current().own()).as("an address less is no reason").isEqualTo(second);

        now = now.plus(SelfSigned.LIFETIME).minus(Duration.ofDays(20));
        https.refresh();
        assertThat(https.current().own()).isNotEqualTo(second);
    }

    @Test
    void aBrokenFileIsReplaced() throws IOException {
        Files.writeString(data.resolve(HttpsCertificate.FILE), "-----BEGIN CERTIFICATE-----\nrubbish\n");

        assertThat(selfSigned().current().chain()).hasSize(1);
    }

    @Test
    void aGivenOneIsPresentedAndFollowedWhenItsFilesChange() throws Exception {
        Path pem = data.resolve("given.pem");
        PemCertificate first = SelfSigned.create("first.example", List.of(), now);
        Files.writeString(pem, first.toPem());
        HttpsCertificate https =
                certificate(Map.of(Setting.CERTIFICATE, pem.toString(), Setting.CERTIFICATE_KEY, pem.toString()));
        Server server = new Server();
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(https.tls(), "http/1.1"), new HttpConnectionFactory());
        server.addConnector(connector);
        server.start();
        try {
            assertThat(presented(connector.getLocalPort())).isEqualTo(first.own());

            Files.writeString(pem, "nonsense");
            https.refresh();
            assertThat(presented(connector.getLocalPort())).isEqualTo(first.own());

            PemCertificate second = SelfSigned.create("second.example", List.of(), now);
            Files.writeString(pem, second.toPem());
            https.refresh();
            assertThat(presented(connector.getLocalPort())).isEqualTo(second.own());
        } finally {
            server.stop();
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtStart() throws IOException {
        Path certificate = data.resolve("a.pem");
        Path key = data.resolve("b.pem");
        String one = SelfSigned.create("a", List.of(), now).toPem();
        String other = SelfSigned.create("b", List.of(), now).toPem();
        Files.writeString(certificate, one.substring(0, one.indexOf("-----BEGIN PRIVATE KEY")));
        Files.writeString(key, other.substring(other.indexOf("-----BEGIN PRIVATE KEY")));

        assertThatThrownBy(() -> certificate(
                        Map.of(Setting.CERTIFICATE, certificate.toString(), Setting.CERTIFICATE_KEY, key.toString())))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("do not belong together");
    }

    private static X509Certificate presented(int port) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new javax.net.ssl.TrustManager[] {new TrustEverything()}, null);
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class TrustEverything extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
