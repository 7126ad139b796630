package org.lyceum.platform.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.chat.Badge;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Restriction;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.OnceKey;
import org.lyceum.platform.money.TopUps;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

/** A house with rows in every table, made by living in it, and with the values that are easily lost on the way. */
final class SampleHouse {
    static final String PASSWORD = "correct horse";
    static final String ODD =
            "tab\t line\n return\r back\\slash \\N \\. 'quote' \"double\" \u2028 \uFFFF \u0001 \uD83D\uDE80 \u202Eabc e\u0301 ";

    private SampleHouse() {}

    static PlatformSettings settings(Path folder, @Nullable String url) {
        return PlatformSettings.in(folder).withDatabaseUrl(url).withPasswordCost(new Argon2Cost(8, 1, 1));
    }

    /** Lives in it for a while, and leaves. */
    static void make(PlatformSettings settings) throws SQLException {
        try (Platform platform = Platform.open(settings, InstantSource.system())) {
            String ada = person(platform, "ada");
            String bob = person(platform, "bob");
            platform.accounts().login("ada@example.org", PASSWORD);
            Stream stream =
                    platform.streams().create(ada, new NewStream("Stream", "", Visibility.PRIVATE, 600)).stream();
            platform.streams().invite(stream.id(), bob);
            platform.streams().mediaStarted(stream.id());
            platform.streams().viewerDisconnected(platform.streams().viewerConnected(stream.id(), bob, "webrtc"), 17);
            platform.streams().viewerConnected(stream.id(), null, "whep");
            spend(platform, stream, ada, bob);
            platform.chats()
                    .apply(
                            stream.id(),
                            List.of(
                                    new ChatWork.Say(bob, "Bob", Badge.MEMBER, ODD, "1"),
                                    new ChatWork.Say("guest", "", Badge.GUEST, "", "1"),
                                    new ChatWork.Delete(2, ada),
                                    new ChatWork.Appoint(bob, ada),
                                    new ChatWork.Restrict(
                                            new Restriction(Restriction.guest("192.0.2.7"), "Eve", null), ada),
                                    new ChatWork.Report(1, "guest", "rude")));
        }
        addWhatOnlyTheYearsBring(settings);
    }

    private static void spend(Platform platform, Stream stream, String ada, String bob) {
        platform.money().wallets().topUp(new TopUps.TopUp("provider", "1", bob, 100_000));
        platform.money().wallets().grant(new OnceKey(ada, "grant", "1", ""), ada, 5_000, "welcome");
        platform.money().vouchers().create(ada, 100, 3);
        platform.money().payouts().request(null, ada, 1_000);
        platform.tips().setGoal(stream.id(), "a boat", 1_000_000);
        platform.tips().give(new OnceKey(bob, "tip", "1", ""), bob, stream, 500, "well \\N done");
        String session =
                platform.metering().open(stream, new Watcher(bob, "192.0.2.1")).sessionId();
        platform.metering().agree(session, 600, null);
        platform.metering().second(Map.of(session, true));
        platform.metering().flush();
    }

    /** The largest number that there is among it, and the smallest. */
    private static void addWhatOnlyTheYearsBring(PlatformSettings settings) throws SQLException {
        try (Connection connection = connection(settings);
                Statement sql = connection.createStatement()) {
            String ada = "(SELECT id FROM users WHERE email_key = 'ada@example.org')";
            String stream = "(SELECT id FROM streams)";
            sql.execute("INSERT INTO payouts (id, user_id, amount, status, requested_at) VALUES ('most', " + ada + ", "
                    + Long.MAX_VALUE + ", 'refused', " + Long.MIN_VALUE + ")");
            sql.execute("INSERT INTO previews (stream_id, viewer, day, seconds) VALUES (" + stream + ", '', 20000, "
                    + Long.MAX_VALUE + ")");
            sql.execute("INSERT INTO settled_earnings (user_id, quarter, stream_id, tips, watching) VALUES (" + ada
                    + ", 2000000, " + stream + ", 0, 0)");
            sql.execute("INSERT INTO foreign_users (issuer, subject, user_id) VALUES ('https://school.example', '\\N', "
                    + ada + ")");
        }
    }

    private static String person(Platform platform, String name) {
        return platform.accounts()
                .create(name + "@example.org", PASSWORD, name, Set.of())
                .id();
    }

    /** Every row of every table but Flyway's, read without anything of what is tested. */
    static Map<String, List<String>> rows(PlatformSettings settings) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = connection(settings);
                Statement sql = connection.createStatement()) {
            for (String table : tables(sql, settings.databaseUrl() == null)) {
                rows.put(table, rows(sql, table));
            }
        }
        return rows;
    }

    private static List<String> tables(Statement sql, boolean sqlite) throws SQLException {
        String select = sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        List<String> tables = new ArrayList<>();
        try (ResultSet row = sql.executeQuery(select)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        tables.removeIf(table -> table.startsWith("sqlite_") || table.startsWith("flyway_"));
        return tables;
    }

    private static List<String> rows(Statement sql, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = sql.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    String shown = switch (value) {
                        case null -> "null";
                        case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
                        case Number number -> "number " + number.longValue();
                        default -> "text '" + value + "'";
                    };
                    text.append(row.getMetaData().getColumnName(i))
                            .append(": ")
                            .append(shown)
                            .append(", ");
                }
                rows.add(text.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    static Connection connection(PlatformSettings settings) throws SQLException {
        String url = settings.databaseUrl();
        return url == null
                ? DriverManager.getConnection(
                        "jdbc:sqlite:" + settings.dataFolder().resolve("lyceum.db"))
                : DriverManager.getConnection(
                        "jdbc:postgresql://" + url.substring(url.indexOf('@') + 1), "postgres", "postgres");
    }
}
