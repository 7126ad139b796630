package org.lyceum.server.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaConfig;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.platform.Retention;
import org.lyceum.platform.accounts.TrustedIssuer;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.MoneySettings;
import org.lyceum.wire.Network;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Merges defaults, lyceum.yaml, LYCEUM_* variables and flags, the later one winning, and validates the outcome. A value
 * that cannot be used is refused with the name under which it was given.
 */
public final class ConfigLoader {
    private static final int MAX_LOOPS = 64;
    private static final String ADMIN_EMAIL = "LYCEUM_ADMIN_EMAIL";
    private static final String ADMIN_PASSWORD = "LYCEUM_ADMIN_PASSWORD";
    private static final BigDecimal ALL_OF_IT = BigDecimal.valueOf(100);
    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");

    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    /** RFC 7065. */
    private static final Pattern TURN_URL = Pattern.compile(
            "(turn|turns|stun|stuns):([A-Za-z0-9.\\-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(\\?transport=(udp|tcp))?");

    /** A value and where it came from, as the person who gave it knows it. */
    private record Given(String value, String origin) {}

    private final Path home;
    private final Map<Setting, Given> values = new EnumMap<>(Setting.class);

    private ConfigLoader(Path home) {
        this.home = home;
    }

    /**
     * @param flags what the command line says
     * @param environment of the process
     * @param configFile a file that must exist, or null for lyceum.yaml in the data folder, where it is optional
     * @param home what default paths start from; given ones start from the working directory
     * @throws ConfigException for a value that cannot be used
     */
    public static Config load(
            Map<Setting, String> flags, Map<String, String> environment, @Nullable Path configFile, Path home) {
        ConfigLoader loader = new ConfigLoader(home);
        for (Setting setting : Setting.values()) {
            loader.values.put(setting, new Given(setting.defaultValue(), "default of " + setting.key()));
        }
        // The variables and flags are laid over twice: once to learn the data folder, once to win over the file in it.
        loader.overlay(flags, environment);
        Path file = configFile != null ? configFile : loader.dataFolder().resolve("lyceum.yaml");
        if (configFile != null || Files.isRegularFile(file)) {
            loader.overlayFile(file, configFile == null);
            loader.overlay(flags, environment);
        }
        return loader.validated(firstAdmin(environment));
    }

    private void overlay(Map<Setting, String> flags, Map<String, String> environment) {
        for (Setting setting : Setting.values()) {
            String variable = environment.get(setting.variable());
            if (variable != null && !variable.isBlank()) {
                values.put(setting, new Given(variable.strip(), setting.variable()));
            }
            String flag = flags.get(setting);
            if (flag != null) {
                values.put(setting, new Given(flag.strip(), setting.flag()));
            }
        }
    }

    private void overlayFile(Path file, boolean inDataFolder) {
        JsonNode root = readYaml(file);
        if (root.isMissingNode() || root.isNull()) {
            return;
        }
        if (!root.isObject()) {
            throw new ConfigException(file + ": expected lines of the form 'key: value'.");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            Setting setting = Setting.byKey(entry.getKey())
                    .orElseThrow(() -> new ConfigException(
                            file + ": there is no setting '" + entry.getKey() + "'. Known are " + knownKeys() + "."));
            if (setting == Setting.DATA && inDataFolder) {
                throw new ConfigException(file + ": 'data' cannot be set in the data folder's own file; use "
                        + Setting.DATA.flag() + " or " + Setting.DATA.variable() + ".");
            }
            values.put(setting, new Given(scalar(entry.getValue(), setting, file), setting.key() + " in " + file));
        }
    }

    private static JsonNode readYaml(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException("Cannot read the configuration file " + file + ": " + e.getMessage());
        } catch (JacksonException e) {
            throw new ConfigException(file + " is not valid YAML: " + e.getOriginalMessage());
        }
    }

    private static String scalar(JsonNode node, Setting setting, Path file) {
        if (node.isNull()) {
            return setting.defaultValue();
        }
        if (node.isValueNode()) {
            return node.asString().strip();
        }
        if (node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode)) {
            return node.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
        }
        throw new ConfigException(file + ": '" + setting.key() + "' must be a value or a list of values.");
    }

    private static String knownKeys() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
    }

    private Config validated(@Nullable FirstAdminAccount firstAdmin) {
        Path certificate = optionalFile(Setting.CERTIFICATE);
        Path certificateKey = optionalFile(Setting.CERTIFICATE_KEY);
        if ((certificate == null) != (certificateKey == null)) {
            Setting missing = certificate == null ? Setting.CERTIFICATE : Setting.CERTIFICATE_KEY;
            throw new ConfigException(
                    missing.key() + " is missing: certificate and certificateKey are given together or not at all.");
        }
        return new Config(
                dataFolder(),
                databaseUrl(),
                bind(),
                port(Setting.HTTP_PORT),
                port(Setting.HTTPS_PORT),
                port(Setting.MEDIA_PORT),
                mediaLoops(),
                oneOf(Setting.TRANSPORT, MediaConfig.Transport.values()),
                oneOf(Setting.CIPHER, MediaCipher.Choice.values()),
                advertise(),
                turn(),
                publicUrl(),
                oneOf(Setting.REGISTRATION, List.of("open", "closed")).equals("open"),
                firstAdmin,
                money(),
                new Retention(days(Setting.KEEP_CHAT), days(Setting.KEEP_VISITS)),
                certificate,
                certificateKey,
                networks(Setting.TRUSTED_PROXIES),
                allowedOrigins(),
                trustedIssuer(),
                secret(Setting.METRICS_TOKEN),
                oneOf(Setting.LOG_FORMAT, List.of("text", "json")).equals("json"),
                oneOf(Setting.LOG_LEVEL, LOG_LEVELS));
    }

    private Path dataFolder() {
        Given given = given(Setting.DATA);
        Path path = path(Setting.DATA, given.value());
        if (given.value().isEmpty() || (Files.exists(path) && !Files.isDirectory(path))) {
            throw refused(Setting.DATA, "a folder, existing or to be made");
        }
        return path;
    }

    private @Nullable Path optionalFile(Setting setting) {
        String value = given(setting).value();
        if (value.isEmpty()) {
            return null;
        }
        Path path = path(setting, value);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw refused(setting, "a file that can be read");
        }
        return path;
    }

    private Path path(Setting setting, String value) {
        try {
            boolean isDefault = value.equals(setting.defaultValue());
            return (isDefault ? home.resolve(value) : Path.of(value))
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw refused(setting, "a path");
        }
    }

    /** Only the scheme is looked at here, and the value, which holds a password, is not repeated. */
    private @Nullable String databaseUrl() {
        Given given = given(Setting.DB);
        if (given.value().isEmpty()) {
            return null;
        }
        if (!given.value().matches("(postgres(ql)?://|jdbc:postgresql:)[^\\s]+")) {
            throw new ConfigException(given.origin()
                    + " cannot be used. Allowed: postgresql://user:password@host/database, or nothing for SQLite.");
        }
        return given.value();
    }

    private InetAddress bind() {
        try {
            return InetAddress.ofLiteral(given(Setting.BIND).value());
        } catch (IllegalArgumentException e) {
            throw refused(Setting.BIND, "an IPv4 or IPv6 address, :: for all");
        }
    }

    private int port(Setting setting) {
        return number(setting, 0, 65_535, "a port from 0 to 65535, 0 for any free one");
    }

    private int days(Setting setting) {
        return number(setting, 0, 36_500, "a number of days from 0 to 36500, 0 for never");
    }

    private int mediaLoops() {
        if (given(Setting.MEDIA_LOOPS).value().equals("auto")) {
            return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
        }
        return number(Setting.MEDIA_LOOPS, 1, MAX_LOOPS, "auto or a number from 1 to " + MAX_LOOPS);
    }

    private int number(Setting setting, int min, int max, String allowed) {
        try {
            int number = Integer.parseInt(given(setting).value());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below like one that is out of range.
        }
        throw refused(setting, allowed);
    }

    private List<InetSocketAddress> advertise() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : list(Setting.ADVERTISE)) {
            addresses.add(advertised(text));
        }
        return List.copyOf(addresses);
    }

    /** {@code host}, {@code host:port} or {@code [IPv6]:port}; a bare IPv6 address has more than one colon. */
    private InetSocketAddress advertised(String text) {
        int colon = text.lastIndexOf(':');
        boolean withPort = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
        String host = withPort ? text.substring(0, colon) : text;
        try {
            int port = withPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
            InetAddress address = InetAddress.getByName(host.replaceAll("[\\[\\]]", ""));
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw refused(
                    Setting.ADVERTISE,
                    "IP addresses or host names that resolve, separated by commas, each with :port where it differs");
        }
    }

    private @Nullable URI publicUrl() {
        String value = given(Setting.PUBLIC_URL).value();
        return value.isEmpty() ? null : URI.create(origin(Setting.PUBLIC_URL, value));
    }

    private @Nullable TrustedIssuer trustedIssuer() {
        String issuer = given(Setting.ISSUER).value();
        String keys = given(Setting.ISSUER_KEYS).value();
        if (issuer.isEmpty() != keys.isEmpty()) {
            Setting missing = issuer.isEmpty() ? Setting.ISSUER : Setting.ISSUER_KEYS;
            throw new ConfigException(
                    missing.key() + " is missing: issuer and issuerKeys are given together or not at all.");
        }
        if (issuer.isEmpty()) {
            return null;
        }
        if (issuer.equals("lyceum")) {
            throw refused(Setting.ISSUER, "another name than lyceum, which is this server's own");
        }
        return new TrustedIssuer(issuer, issuerKeys(keys), "lyceum");
    }

    /** Who can change the keys on their way is anyone they like: HTTPS, but for this very machine. */
    private URI issuerKeys(String value) {
        try {
            URI uri = URI.create(value);
            String host = uri.getHost();
            boolean local = "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
            if (host != null && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw refused(Setting.ISSUER_KEYS, "an address that begins with https://");
    }

    private List<String> allowedOrigins() {
        return list(Setting.ALLOWED_ORIGINS).stream()
                .map(text -> origin(Setting.ALLOWED_ORIGINS, text))
                .toList();
    }

    /** Scheme, host and port, nothing behind; browsers write origins in lower case. */
    private String origin(Setting setting, String value) {
        String allowed = "a web address of the form https://host or https://host:port";
        try {
            URI uri = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
            if (web
                    && bare
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri.toString().toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw refused(setting, allowed);
    }

    private List<Network> networks(Setting setting) {
        List<Network> networks = new ArrayList<>();
        for (String text : list(setting)) {
            try {
                networks.add(Network.parse(text));
            } catch (IllegalArgumentException e) {
                throw refused(setting, "addresses or networks such as 10.0.0.0/8, separated by commas");
            }
        }
        return List.copyOf(networks);
    }

    /** The value is not repeated where it is refused. */
    private @Nullable String secret(Setting setting) {
        String value = given(setting).value();
        if (value.isEmpty()) {
            return null;
        }
        if (value.length() < 16 || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ConfigException(given(setting).origin()
                    + " is refused: allowed are at least 16 printable ASCII characters without spaces.");
        }
        return value;
    }

    private static @Nullable FirstAdminAccount firstAdmin(Map<String, String> environment) {
        String email = environment.getOrDefault(ADMIN_EMAIL, "").strip();
        String password = environment.getOrDefault(ADMIN_PASSWORD, "");
        if (email.isEmpty() != password.isEmpty()) {
            throw new ConfigException((email.isEmpty() ? ADMIN_EMAIL : ADMIN_PASSWORD) + " is missing: " + ADMIN_EMAIL
                    + " and " + ADMIN_PASSWORD + " are given together or not at all.");
        }
        return email.isEmpty() ? null : new FirstAdminAccount(email, password);
    }

    private MoneySettings money() {
        String currency = given(Setting.CURRENCY).value();
        if (!Currency.isCode(currency)) {
            throw refused(Setting.CURRENCY, "1 to 12 letters, digits or hyphens");
        }
        return new MoneySettings(
                new Currency(currency, number(Setting.CURRENCY_DECIMALS, 0, 8, "a number from 0 to 8")),
                basisPoints(Setting.PLATFORM_FEE),
                number(Setting.FAUCET, 0, 1_000_000_000, "a whole number from 0 to 1000000000"));
    }

    private int basisPoints(Setting setting) {
        try {
            BigDecimal percent = new BigDecimal(given(setting).value());
            if (percent.signum() >= 0 && percent.compareTo(ALL_OF_IT) <= 0) {
                return percent.movePointRight(2).intValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Refused below.
        }
        throw refused(setting, "a percentage from 0 to 100 with up to two decimals");
    }

    private TurnOptions turn() {
        TurnOptions.Roles roles = oneOf(Setting.ROLES, TurnOptions.Roles.values());
        List<String> external = externalTurn();
        String secret = secret(Setting.TURN_SECRET);
        if (secret == null && (roles == TurnOptions.Roles.TURN || !external.isEmpty())) {
            throw new ConfigException(Setting.TURN_SECRET.key()
                    + " is missing: a TURN server and the servers whose users it relays for share one.");
        }
        int[] relayPorts = relayPorts();
        return new TurnOptions(
                roles,
                port(Setting.TURN_PORT),
                port(Setting.TURN_TLS_PORT),
                relayPorts[0],
                relayPorts[1],
                number(Setting.TURN_RATE, 0, 10_000_000, "kilobits a second, 0 for no limit"),
                networks(Setting.TURN_ALLOW_PEERS),
                external,
                secret);
    }

    private List<String> externalTurn() {
        List<String> urls = list(Setting.TURN_EXTERNAL);
        if (!urls.stream().allMatch(url -> TURN_URL.matcher(url).matches())) {
            throw refused(
                    Setting.TURN_EXTERNAL,
                    "URLs such as turn:turn.example.org:3478?transport=udp and turns:turn.example.org:5349, separated by"
                            + " commas");
        }
        return urls;
    }

    private int[] relayPorts() {
        Matcher range = PORT_RANGE.matcher(given(Setting.TURN_RELAY_PORTS).value());
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            if (from >= 1024 && from <= to && to <= 65_535) {
                return new int[] {from, to};
            }
        }
        throw refused(Setting.TURN_RELAY_PORTS, "two ports from 1024 to 65535 with a dash, 49152-65535");
    }

    private String oneOf(Setting setting, List<String> allowed) {
        String value = given(setting).value().toLowerCase(Locale.ROOT);
        if (!allowed.contains(value)) {
            throw refused(setting, String.join(", ", allowed));
        }
        return value;
    }

    private <E extends Enum<E>> E oneOf(Setting setting, E[] allowed) {
        List<String> names = Arrays.stream(allowed)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        return allowed[names.indexOf(oneOf(setting, names))];
    }

    private List<String> list(Setting setting) {
        return Arrays.stream(given(setting).value().split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private Given given(Setting setting) {
        Given given = values.get(setting);
        if (given == null) {
            throw new IllegalStateException(setting + " has no value");
        }
        return given;
    }

    private ConfigException refused(Setting setting, String allowed) {
        Given given = given(setting);
        return new ConfigException(
                given.origin() + " is '" + given.value() + "', which cannot be used. Allowed: " + allowed + ".");
    }
}
