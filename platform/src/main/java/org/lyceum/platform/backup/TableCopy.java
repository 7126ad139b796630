package org.lyceum.platform.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.WholeDatabase;

/** Copies a table's rows out of a database as text, and into one. Its first line names the columns. */
final class TableCopy {
    private static final int BATCH = 500;
    private static final long TOLD_EVERY = 50_000;

    private final WholeDatabase database;
    private final Table table;
    private final String step;
    private final Progress progress;

    TableCopy(WholeDatabase database, Table table, String step, Progress progress) {
        this.database = database;
        this.table = table;
        this.step = step;
        this.progress = progress;
    }

    /** @return how many rows there are */
    long write(Writer out) throws SQLException, IOException {
        writeLine(out, List.copyOf(table.columnNames()));
        long rows = 0;
        try (PreparedStatement select = connection().prepareStatement(table.select(database.dialect()))) {
            select.setFetchSize(BATCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    writeLine(out, values(row));
                    told(++rows);
                }
            }
        }
        progress.at(step, table.name(), rows);
        return rows;
    }

    /**
     * @return how many rows there were
     * @throws IllegalArgumentException for what is not this table's
     */
    long read(BufferedReader in) throws SQLException, IOException {
        String header = in.readLine();
        if (header == null || !CopyText.values(header).equals(table.columnNames())) {
            throw new IllegalArgumentException("it has other columns: " + header);
        }
        long rows = 0;
        try (PreparedStatement insert = connection().prepareStatement(table.insert())) {
            for (String line; (line = in.readLine()) != null; ) {
                bind(insert, CopyText.values(line));
                insert.addBatch();
                if (++rows % BATCH == 0) {
                    insert.executeBatch();
                }
                told(rows);
            }
            insert.executeBatch();
        }
        progress.at(step, table.name(), rows);
        return rows;
    }

    private List<@Nullable String> values(ResultSet row) throws SQLException {
        List<@Nullable String> values = new ArrayList<>(table.columns().size());
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(table.columns().get(i).kind().read(row, i + 1));
        }
        return values;
    }

    private void bind(PreparedStatement insert, List<@Nullable String> values) throws SQLException {
        if (values.size() != table.columns().size()) {
            throw new IllegalArgumentException("a row has " + values.size() + " values");
        }
        for (int i = 0; i < values.size(); i++) {
            table.columns().get(i).kind().bind(insert, i + 1, values.get(i));
        }
    }

    private static void writeLine(Writer out, List<@Nullable String> values) throws IOException {
        out.write(CopyText.line(values));
        out.write('\n');
    }

    private void told(long rows) {
        if (rows % TOLD_EVERY == 0) {
            progress.at(step, table.name(), rows);
        }
    }

    private Connection connection() {
        return database.connection();
    }
}
