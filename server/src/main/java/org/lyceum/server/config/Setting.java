package org.lyceum.server.config;

import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is. One name serves three places: {@code httpPort} in lyceum.yaml, {@code LYCEUM_HTTP_PORT} in the
 * environment, {@code --http-port} on the command line.
 */
public enum Setting {
    DATA("data", "<folder>", "data", "folder for the database, keys and certificates"),
    DB("db", "<url>", "", "postgresql://user:password@host/database; SQLite in the data folder if not given"),
    BIND("bind", "<address>", "::", "address of HTTP and TURN, :: for all; media is at all of them"),
    HTTP_PORT("httpPort", "<port>", "8080", "HTTP and WebSocket port, 0 for any free one"),
    HTTPS_PORT("httpsPort", "<port>", "8443", "HTTPS and WSS port, 0 for any free one"),
    MEDIA_PORT("mediaPort", "<port>", "7882", "UDP and TCP port for media, 0 for any free one"),
    MEDIA_LOOPS("mediaLoops", "<count>", "auto", "media event loops, 1 to 64, or auto for one a core"),
    TRANSPORT(
            "transport", "auto|epoll|nio", "auto", "way of media to the kernel; auto is epoll on Linux, nio elsewhere"),
    CIPHER(
            "cipher",
            "auto|jdk|openssl",
            "auto",
            "library that encrypts media; auto is OpenSSL 3 where it works, else the JDK"),
    ADVERTISE(
            "advertise",
            "<addresses>",
            "",
            "addresses that browsers send media to, comma-separated; detected if not given"),
    ROLES("roles", "all|rooms|turn", "all", "what this process does: rooms and TURN, rooms alone, or TURN alone"),
    TURN_PORT("turnPort", "<port>", "3478", "UDP and TCP port for STUN and TURN, 0 for any free one"),
    TURN_TLS_PORT("turnTlsPort", "<port>", "5349", "TCP port for TURN over TLS, 0 for any free one"),
    TURN_RELAY_PORTS("turnRelayPorts", "<from>-<to>", "49152-65535", "UDP ports that peers see relays at"),
    TURN_RATE("turnRate", "<kbit/s>", "20000", "most that one relay carries, 0 for no limit"),
    TURN_ALLOW_PEERS(
            "turnAllowPeers", "<networks>", "", "private networks that relays may lead to all the same, a.b.c.d/n"),
    TURN_EXTERNAL(
            "turnExternal", "<urls>", "", "another TURN server instead, turn:turn.example.org:3478?transport=udp,..."),
    TURN_SECRET("turnSecret", "<secret>", "", "shared with the other TURN server, or with the servers of rooms"),
    PUBLIC_URL("publicUrl", "<url>", "", "how people reach this server from outside, https://live.example.org"),
    REGISTRATION("registration", "open|closed", "open", "whether anyone may create an account"),
    CURRENCY("currency", "<code>", "credits", "what amounts are counted in; fixed once there is money"),
    CURRENCY_DECIMALS(
            "currencyDecimals",
            "<digits>",
            "2",
            "how many digits of an amount stand behind the point, 0 to 8; fixed as well"),
    PLATFORM_FEE("platformFee", "<percent>", "0", "what the house keeps of tips and watching, 2.5 for a fortieth"),
    FAUCET(
            "faucet",
            "<amount>",
            "0",
            "for development: what anyone may give themselves once a day, in the smallest unit"),
    KEEP_CHAT("keepChat", "<days>", "90", "after how many days chat messages are forgotten, 0 for never"),
    KEEP_VISITS(
            "keepVisits",
            "<days>",
            "90",
            "after how many days it is forgotten who watched (but not what was paid for), 0 for never"),
    CERTIFICATE("certificate", "<file>", "", "PEM certificate chain for HTTPS; self-signed if not given"),
    CERTIFICATE_KEY("certificateKey", "<file>", "", "PEM private key that belongs to the certificate"),
    TRUSTED_PROXIES(
            "trustedProxies", "<networks>", "", "proxies whose forwarding headers count, as addresses or a.b.c.d/n"),
    ALLOWED_ORIGINS(
            "allowedOrigins", "<origins>", "", "other web origins that may open WebSockets, https://example.org"),
    ISSUER("issuer", "<name>", "", "another product whose access tokens count here, as it stands in their iss"),
    ISSUER_KEYS("issuerKeys", "<url>", "", "where its JWK Set is, https://school.example/.well-known/jwks.json"),
    METRICS_TOKEN("metricsToken", "<token>", "", "bearer token that opens /metrics beyond loopback"),
    LOG_FORMAT("logFormat", "text|json", "text", "form of the log on standard output"),
    LOG_LEVEL("logLevel", "<level>", "info", "error, warn, info or debug");

    private final String key;
    private final String placeholder;
    private final String defaultValue;
    private final String description;

    Setting(String key, String placeholder, String defaultValue, String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** Name in lyceum.yaml. */
    public String key() {
        return key;
    }

    /** Name on the command line. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Name in the environment. */
    public String variable() {
        return "LYCEUM_" + name();
    }

    public String placeholder() {
        return placeholder;
    }

    /** What holds where nobody says otherwise; empty for nothing. */
    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    static Optional<Setting> byKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
