package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Storage.class)
class ThinningTest {
    private static final int OLD = 2_500;

    private final Storage storage;

    @TempDir
    Path path;

    ThinningTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void aBacklogGoesPieceByPieceAndNothingNewerWithIt() {
        try (DataFolder folder = DataFolder.lock(path);
                Database database = Database.open(folder, storage.newDatabaseUrl(), Instant.EPOCH)) {
            insert(database, OLD + 10);
            List<Integer> pieces = new ArrayList<>();

            Thinning.olderThan(
                    database,
                    "audit_log",
                    "at",
                    Instant.ofEpochMilli(OLD),
                    (sql, before) ->
                            pieces.add(sql.execute("DELETE FROM audit_log WHERE at < ?", before.toEpochMilli())));

            assertThat(pieces).containsExactly(Thinning.PIECE + 1, Thinning.PIECE + 1, OLD - 2 * (Thinning.PIECE + 1));
            List<Long> left = database.read(sql -> sql.createQuery("SELECT at FROM audit_log ORDER BY at")
                    .mapTo(Long.class)
                    .list());
            assertThat(left).hasSize(10).startsWith((long) OLD);
        }
    }

    private static void insert(Database database, int rows) {
        database.write(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    INSERT INTO audit_log (id, at, actor_id, action, target, detail)
                    VALUES (?, ?, 'system', 'test', '', '')""");
            for (int i = 0; i < rows; i++) {
                batch.add("row" + i, (long) i);
            }
            return batch.execute();
        });
    }
}
