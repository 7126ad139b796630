package org.lyceum.platform.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.lyceum.platform.StartupException;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads the setting {@code db}: {@code postgresql://user:password@host:port/database}, or the same in JDBC's form. */
final class DatabaseUrl {
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    /** A statement of the server's takes milliseconds; a database that answers nothing for this long is gone. */
    private static final int SOCKET_TIMEOUT_SECONDS = 60;
    /** What works on all rows may take as long as it takes; a host that is gone is noticed by TCP itself. */
    private static final int NO_TIMEOUT = 0;

    private DatabaseUrl() {}

    /** For work on a whole table at once, which may be silent for hours. */
    static PGSimpleDataSource patientPostgres(String url) {
        PGSimpleDataSource source = postgres(url);
        source.setSocketTimeout(NO_TIMEOUT);
        source.setTcpKeepAlive(true);
        return source;
    }

    static PGSimpleDataSource postgres(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        source.setApplicationName("lyceum");
        try {
            if (url.startsWith("jdbc:postgresql:")) {
                source.setUrl(url);
            } else if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
                readUri(new URI(url), source);
            } else {
                throw refuse("it begins with neither postgresql:// nor jdbc:postgresql:");
            }
        } catch (IllegalArgumentException | URISyntaxException _) {
            throw refuse("it is not a well-formed URL");
        }
        return source;
    }

    /** Server and database without who and the password, to be shown. */
    static String shown(String url) {
        PGSimpleDataSource source = postgres(url);
        return "postgresql://%s:%d/%s"
                .formatted(source.getServerNames()[0], source.getPortNumbers()[0], source.getDatabaseName());
    }

    private static void readUri(URI uri, PGSimpleDataSource source) {
        if (uri.getHost() == null) {
            throw refuse("it names no host");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        source.setUrl("jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query);
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            source.setUser(decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
            source.setPassword(colon < 0 ? null : decode(userInfo.substring(colon + 1)));
        }
    }

    /** URLDecoder is made for forms, where a plus is a space; in a URL's user part it is a plus. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the URL itself, which may hold a password. */
    private static StartupException refuse(String why) {
        return new StartupException("The setting db can not be used: " + why
                + ". It has the form postgresql://user:password@host/database.");
    }
}
