package org.lyceum.platform.backup;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an archive says of itself, a file of Java properties in it.
 *
 * @param lyceum version of the code that made it
 * @param schema version of the database's schema
 * @param database what it was copied from, sqlite or postgresql; any archive goes into either
 * @param rows of each table, by its name
 * @param sums SHA-256 of each entry, in hexadecimal digits, by its name
 */
public record Manifest(
        String lyceum,
        String schema,
        String database,
        Instant made,
        SortedMap<String, Long> rows,
        SortedMap<String, String> sums) {
    static final String ENTRY = "manifest.properties";

    private static final String FORMAT = "1";
    private static final String ROWS = "rows.";
    private static final String SUM = "sha256.";
    private static final Pattern SCHEMA = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,3}");

    /** How many rows all tables have together. */
    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    String toText() {
        Properties properties = new Properties();
        properties.setProperty("format", FORMAT);
        properties.setProperty("lyceum", lyceum);
        properties.setProperty("schema", schema);
        properties.setProperty("database", database);
        properties.setProperty("made", made.toString());
        rows.forEach((table, count) -> properties.setProperty(ROWS + table, count.toString()));
        sums.forEach((entry, sum) -> properties.setProperty(SUM + entry, sum));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, "A backup of Lyceum. ./lyceum restore reads it.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException for what is no manifest of a format known here */
    static Manifest parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!FORMAT.equals(properties.getProperty("format"))) {
            throw new IllegalArgumentException("an unknown format");
        }
        String schema = value(properties, "schema");
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("an unknown schema version");
        }
        SortedMap<String, Long> rows = new TreeMap<>();
        SortedMap<String, String> sums = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(ROWS)) {
                rows.put(key.substring(ROWS.length()), Long.valueOf(value(properties, key)));
            } else if (key.startsWith(SUM)) {
                sums.put(key.substring(SUM.length()), value(properties, key));
            }
        }
        try {
            Instant made = Instant.parse(value(properties, "made"));
            return new Manifest(value(properties, "lyceum"), schema, value(properties, "database"), made, rows, sums);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an unknown time", e);
        }
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }
}
