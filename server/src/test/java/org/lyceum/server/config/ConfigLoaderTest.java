package org.lyceum.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.net.MediaConfig;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.platform.Retention;
import org.lyceum.platform.accounts.TrustedIssuer;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.MoneySettings;

class ConfigLoaderTest {
    @TempDir
    Path home;

    private Config load(Map<Setting, String> flags, Map<String, String> environment) {
        return ConfigLoader.load(flags, environment, null, home);
    }

    @Test
    void defaultsAreThePortsOfTheDesign() {
        Config config = load(Map.of(), Map.of());

        assertThat(config.data()).isEqualTo(home.resolve("data"));
        assertThat(config.httpPort()).isEqualTo(8080);
        assertThat(config.httpsPort()).isEqualTo(8443);
        assertThat(config.mediaPort()).isEqualTo(7882);
        assertThat(config.mediaLoops()).isBetween(1, 64);
        assertThat(config.transport()).isEqualTo(MediaConfig.Transport.AUTO);
        assertThat(config.cipher()).isEqualTo(MediaCipher.Choice.AUTO);
        assertThat(config.openRegistration()).isTrue();
        assertThat(config.publicUrl()).isNull();
        assertThat(config.bind().isAnyLocalAddress()).isTrue();
    }

    @Test
    void flagsWinOverVariablesAndVariablesOverTheFile() throws IOException {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("lyceum.yaml"), "httpPort: 1001\nhttpsPort: 1002\nmediaPort: 1003\n");

        Config config = load(
                Map.of(Setting.MEDIA_PORT, "3003"), Map.of("LYCEUM_HTTPS_PORT", "2002", "LYCEUM_MEDIA_PORT", "2003"));

        assertThat(config.httpPort()).isEqualTo(1001);
        assertThat(config.httpsPort()).isEqualTo(2002);
        assertThat(config.mediaPort()).isEqualTo(3003);
    }

    @Test
    void theFileIsReadFromTheFolderThatTheVariableNames() throws IOException {
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("lyceum.yaml"), "registration: closed\n");

        Config config = load(Map.of(), Map.of("LYCEUM_DATA", elsewhere.toString()));

        assertThat(config.data()).isEqualTo(elsewhere);
        assertThat(config.openRegistration()).isFalse();
    }

    @Test
    void listsMayBeYamlListsOrCommaSeparated() throws IOException {
        Path file = Files.writeString(home.resolve("my.yaml"), """
                advertise: [203.0.113.7, "2001:db8::7", "203.0.113.8:17882", "[2001:db8::8]:17882"]
                trustedProxies: 10.0.0.0/8, 127.0.0.1
                allowedOrigins:
                  - https://Example.org/
                publicUrl: https://live.example.org
                """);

        Config config = ConfigLoader.load(Map.of(), Map.of(), file, home);

        assertThat(config.advertise())
                .containsExactly(
                        new InetSocketAddress("203.0.113.7", 0),
                        new InetSocketAddress("2001:db8::7", 0),
                        new InetSocketAddress("203.0.113.8", 17882),
                        new InetSocketAddress("2001:db8::8", 17882));
        assertThat(config.trustedProxies()).hasSize(2);
        assertThat(config.allowedOrigins()).containsExactly("https://example.org");
        assertThat(config.publicUrl()).isEqualTo(URI.create("https://live.example.org"));
    }

    @Test
    void transportAndCipherAreChosenByTheirNames() {
        Config config = load(Map.of(Setting.TRANSPORT, "nio"), Map.of("LYCEUM_CIPHER", "OpenSSL"));

        assertThat(config.transport()).isEqualTo(MediaConfig.Transport.NIO);
        assertThat(config.cipher()).isEqualTo(MediaCipher.Choice.OPENSSL);
    }

    @Test
    void turnRunsInsideUnlessAnotherServerDoesItOrNobodyWantsIt() {
        Config inside = load(Map.of(), Map.of());
        assertThat(inside.turn().inside()).isTrue();
        assertThat(inside.turn().port()).isEqualTo(3478);
        assertThat(inside.turn().tlsPort()).isEqualTo(5349);
        assertThat(inside.turn().minRelayPort()).isEqualTo(49_152);
        assertThat(inside.turn().maxRelayPort()).isEqualTo(65_535);
        assertThat(load(Map.of(Setting.ROLES, "rooms"), Map.of()).turn().inside())
                .isFalse();
        Map<Setting, String> external = Map.of(
                Setting.TURN_EXTERNAL,
                "turn:turn.example.org:3478?transport=udp, turns:[2001:db8::5]:5349",
                Setting.TURN_SECRET,
                "sixteen characters".replace(' ', '-'));
        assertThat(load(external, Map.of()).turn().inside()).isFalse();
        assertThat(load(external, Map.of()).turn().external()).hasSize(2);
        assertThat(load(external, Map.of()).toString()).doesNotContain("sixteen");
    }

    @Test
    void aSecretIsNeededWhereTwoProcessesShareTheUsers() {
        for (Map<Setting, String> flags :
                List.of(Map.of(Setting.ROLES, "turn"), Map.of(Setting.TURN_EXTERNAL, "turn:turn.example.org"))) {
            assertThatThrownBy(() -> load(flags, Map.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("turnSecret is missing");
        }
    }

    @Test
    void anotherProductIsTrustedByItsNameAndTheAddressOfItsKeysTogether() {
        Config config = load(
                Map.of(
                        Setting.ISSUER,
                        "https://school.example",
                        Setting.ISSUER_KEYS,
                        "https://school.example/jwks.json"),
                Map.of());
        assertThat(config.trustedIssuer())
                .isEqualTo(new TrustedIssuer(
                        "https://school.example", URI.create("https://school.example/jwks.json"), "lyceum"));
        assertThat(load(Map.of(), Map.of()).trustedIssuer()).isNull();

        assertThatThrownBy(() -> load(Map.of(Setting.ISSUER, "https://school.example"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("issuerKeys is missing");
        assertThatThrownBy(() -> load(
                        Map.of(Setting.ISSUER, "lyceum", Setting.ISSUER_KEYS, "https://school.example/jwks.json"),
                        Map.of()))
                .hasMessageContaining("another name");
        assertThatThrownBy(() -> load(
                        Map.of(Setting.ISSUER, "x", Setting.ISSUER_KEYS, "http://school.example/jwks.json"), Map.of()))
                .hasMessageContaining("https://");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, 65536, port from 0",
        "MEDIA_PORT, -1, port from 0",
        "HTTPS_PORT, eighty, port from 0",
        "MEDIA_LOOPS, 0, 1 to 64",
        "TRANSPORT, kqueue, 'auto, epoll, nio'",
        "CIPHER, gnutls, 'auto, jdk, openssl'",
        "DB, mysql://host/db, postgresql://",
        "BIND, localhost, IPv4 or IPv6",
        "ADVERTISE, 1.2.3.4.5.6, IP addresses",
        "ROLES, relay, 'all, rooms, turn'",
        "TURN_PORT, 70000, port from 0",
        "TURN_RELAY_PORTS, 60000, two ports",
        "TURN_RELAY_PORTS, 60000-50000, two ports",
        "TURN_RELAY_PORTS, 1-2000, two ports",
        "TURN_RATE, fast, kilobits a second",
        "TURN_ALLOW_PEERS, localhost, networks",
        "TURN_EXTERNAL, turn.example.org, turns:turn.example.org:5349",
        "TURN_SECRET, short, at least 16",
        "PUBLIC_URL, live.example.org, https://host",
        "PUBLIC_URL, https://live.example.org/path, https://host",
        "REGISTRATION, maybe, 'open, closed'",
        "CERTIFICATE, /does/not/exist, file that can be read",
        "TRUSTED_PROXIES, 10.0.0.0/33, networks",
        "ALLOWED_ORIGINS, example.org, https://host",
        "METRICS_TOKEN, short, at least 16",
        "LOG_FORMAT, xml, 'text, json'",
        "LOG_LEVEL, loud, 'error, warn, info, debug'"
    })
    void aBadValueIsRefusedWithItsNameAndWhatIsAllowed(Setting setting, String value, String allowed) {
        assertThatThrownBy(() -> load(Map.of(setting, value), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.flag())
                .hasMessageContaining(allowed);
        assertThatThrownBy(() -> load(Map.of(), Map.of(setting.variable(), value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.variable());
    }

    @Test
    void aMistypedKeyInTheFileIsNamedWithTheKnownOnes() throws IOException {
        Path file = Files.writeString(home.resolve("my.yaml"), "httpPrt: 80\n");

        assertThatThrownBy(() -> ConfigLoader.load(Map.of(), Map.of(), file, home))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("httpPrt")
                .hasMessageContaining("httpPort");
    }

    @Test
    void aFileThatIsNotYamlIsRefused() throws IOException {
        Path file = Files.writeString(home.resolve("my.yaml"), "httpPort: [1,\n");

        assertThatThrownBy(() -> ConfigLoader.load(Map.of(), Map.of(), file, home))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not valid YAML");
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        Path file = Files.writeString(home.resolve("my.yaml"), "# nothing yet\n");

        assertThat(ConfigLoader.load(Map.of(), Map.of(), file, home).httpPort()).isEqualTo(8080);
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() throws IOException {
        Path file = Files.writeString(home.resolve("cert.pem"), "");

        assertThatThrownBy(() -> load(Map.of(Setting.CERTIFICATE, file.toString()), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("certificateKey is missing");
    }

    @Test
    void theTokenIsNotPrinted() {
        Config config = load(Map.of(Setting.METRICS_TOKEN, "0123456789abcdef"), Map.of());

        assertThat(config.metricsToken()).isEqualTo("0123456789abcdef");
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void moneyIsSetOrRefusedByItsName() {
        Config config = load(
                Map.of(Setting.CURRENCY, "EUR", Setting.CURRENCY_DECIMALS, "3", Setting.PLATFORM_FEE, "2.5"), Map.of());
        assertThat(config.money()).isEqualTo(new MoneySettings(new Currency("EUR", 3), 250, 0));
        assertThat(load(Map.of(), Map.of()).money()).isEqualTo(MoneySettings.DEFAULT);

        for (String fee : List.of("-1", "100.01", "2.555", "a tenth", "1e9")) {
            assertThatThrownBy(() -> load(Map.of(Setting.PLATFORM_FEE, fee), Map.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("--platform-fee");
        }
        assertThatThrownBy(() -> load(Map.of(Setting.CURRENCY, "a b"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--currency");
        assertThatThrownBy(() -> load(Map.of(Setting.CURRENCY_DECIMALS, "9"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--currency-decimals");
    }

    @Test
    void daysOfKeepingAreSetOrRefusedByTheirName() {
        assertThat(load(Map.of(), Map.of()).retention()).isEqualTo(Retention.DEFAULT);
        assertThat(load(Map.of(Setting.KEEP_CHAT, "7", Setting.KEEP_VISITS, "0"), Map.of())
                        .retention())
                .isEqualTo(new Retention(7, 0));
        assertThatThrownBy(() -> load(Map.of(Setting.KEEP_CHAT, "-1"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--keep-chat");
    }

    @Test
    void aDatabaseIsNamedInEitherFormOfItsUrl() {
        for (String url : List.of("postgresql://user:secret@host/house", "jdbc:postgresql://host/house?user=user")) {
            assertThat(load(Map.of(Setting.DB, url), Map.of()).databaseUrl()).isEqualTo(url);
        }
    }

    @Test
    void theFirstAdministratorComesFromTheEnvironmentWholeOrNotAtAll() {
        String password = "correct horse";
        Config config =
                load(Map.of(), Map.of("LYCEUM_ADMIN_EMAIL", "root@example.org", "LYCEUM_ADMIN_PASSWORD", password));

        assertThat(config.firstAdmin()).isEqualTo(new FirstAdminAccount("root@example.org", password));
        assertThat(config.toString()).doesNotContain(password);
        assertThat(String.valueOf(config.firstAdmin())).doesNotContain(password);
        assertThat(load(Map.of(), Map.of()).firstAdmin()).isNull();
        assertThatThrownBy(() -> load(Map.of(), Map.of("LYCEUM_ADMIN_EMAIL", "root@example.org")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("LYCEUM_ADMIN_PASSWORD is missing");
    }
}
