package org.lyceum.platform.backup;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.Dialect;
import org.lyceum.platform.db.WholeDatabase;

/**
 * A table as its database describes it, so that nothing here has to be changed when a migration adds one.
 *
 * @param columns in the database's own order
 * @param key names of the primary key's columns, in its order
 */
record Table(String name, List<Column> columns, List<String> key) {
    private static final String BYTES_PREFIX = "\\x";

    /** The three types that the schema knows. A value is one text or null, the same from both databases. */
    enum Kind {
        NUMBER,
        TEXT,
        /** As PostgreSQL writes it: {@code \x} and the digits. */
        BYTES;

        /** By SQLite's name of the type and by PostgreSQL's; what the drivers make of them differs more. */
        private static Kind of(String typeName, String column) {
            return switch (typeName.toLowerCase(Locale.ROOT)) {
                case "integer", "int8" -> NUMBER;
                case "text" -> TEXT;
                case "blob", "bytea" -> BYTES;
                default ->
                    throw new StartupException(
                            "The column %s is of a type that archives do not know: %s. It is not of Lyceum; give it a schema of its own."
                                    .formatted(column, typeName));
            };
        }

        @Nullable
        String read(ResultSet row, int index) throws SQLException {
            if (this == BYTES) {
                byte[] bytes = row.getBytes(index);
                return bytes == null ? null : BYTES_PREFIX + HexFormat.of().formatHex(bytes);
            }
            return row.getString(index);
        }

        /** @throws IllegalArgumentException for a text that is no such value */
        void bind(PreparedStatement insert, int index, @Nullable String value) throws SQLException {
            switch (this) {
                case NUMBER -> {
                    if (value == null) {
                        insert.setNull(index, Types.BIGINT);
                    } else {
                        insert.setLong(index, Long.parseLong(value));
                    }
                }
                case TEXT -> insert.setString(index, value);
                case BYTES -> insert.setBytes(index, value == null ? null : bytes(value));
            }
        }

        private static byte[] bytes(String value) {
            if (!value.startsWith(BYTES_PREFIX)) {
                throw new IllegalArgumentException("bytes without their prefix");
            }
            return HexFormat.of().parseHex(value.substring(BYTES_PREFIX.length()));
        }
    }

    record Column(String name, Kind kind) {}

    /** All tables of a database, each behind those that it refers to. */
    static List<Table> all(WholeDatabase database) throws SQLException {
        DatabaseMetaData data = database.connection().getMetaData();
        String schema = database.connection().getSchema();
        TreeMap<String, Set<String>> waiting = new TreeMap<>();
        for (String name : database.tables()) {
            waiting.put(name, referredTo(data, schema, name));
        }
        List<Table> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            String next = waiting.entrySet().stream()
                    .filter(each -> each.getValue().stream().noneMatch(waiting::containsKey))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("tables refer to each other: " + waiting))
                    .getKey();
            waiting.remove(next);
            ordered.add(describe(data, schema, next));
        }
        return ordered;
    }

    private static Table describe(DatabaseMetaData data, @Nullable String schema, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet row = data.getColumns(null, schema, name, "%")) {
            while (row.next()) {
                String column = row.getString("COLUMN_NAME");
                columns.add(new Column(column, Kind.of(row.getString("TYPE_NAME"), name + "." + column)));
            }
        }
        TreeMap<Integer, String> key = new TreeMap<>();
        try (ResultSet row = data.getPrimaryKeys(null, schema, name)) {
            while (row.next()) {
                key.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME"));
            }
        }
        return new Table(name, columns, List.copyOf(key.values()));
    }

    private static Set<String> referredTo(DatabaseMetaData data, @Nullable String schema, String name)
            throws SQLException {
        Set<String> tables = new HashSet<>();
        try (ResultSet row = data.getImportedKeys(null, schema, name)) {
            while (row.next()) {
                tables.add(row.getString("PKTABLE_NAME"));
            }
        }
        return tables;
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * All rows in the order of the key, which is that of bytes, so that the same rows are the same text wherever they come from.
     */
    String select(Dialect dialect) {
        String order = columns.stream()
                .filter(column -> key.isEmpty() || key.contains(column.name()))
                .map(column -> column.kind() == Kind.TEXT
                        ? column.name() + " COLLATE " + dialect.byteCollation()
                        : column.name())
                .collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", columnNames()) + " FROM " + name + " ORDER BY " + order;
    }

    String insert() {
        String values = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (" + String.join(", ", columnNames()) + ") VALUES (" + values + ")";
    }
}
