package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Storage.class)
class DatabaseTest {
    private final Storage storage;

    @TempDir
    Path path;

    private DataFolder folder;
    private Database database;

    DatabaseTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        folder = DataFolder.lock(path);
        database = Database.open(folder, storage.newDatabaseUrl(), Instant.EPOCH);
        database.write(sql -> sql.execute("CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)"));
        database.write(sql -> insert(sql, "a", 0));
    }

    @AfterEach
    void close() {
        database.close();
        folder.close();
    }

    private static int insert(Handle sql, String name, long value) {
        return sql.execute("INSERT INTO counters (name, value) VALUES (?, ?)", name, value);
    }

    private long value(String name) {
        return database.read(sql -> sql.createQuery("SELECT value FROM counters WHERE name = ?")
                .bind(0, name)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        assertThatThrownBy(() -> database.write(sql -> {
                    insert(sql, "b", 1);
                    throw new IllegalStateException("halfway");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("halfway");

        assertThat(database.<Long>read(sql -> sql.createQuery("SELECT COUNT(*) FROM counters")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);
    }

    @Test
    void aThousandVirtualThreadsWriteAndLoseNothing() throws Exception {
        List<Future<Integer>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                writes.add(threads.submit(() ->
                        database.write(sql -> sql.execute("UPDATE counters SET value = value + 1 WHERE name = 'a'"))));
                threads.execute(() -> value("a"));
            }
        }
        assertThat(writes).allSatisfy(write -> assertThat(write.resultNow()).isEqualTo(1));
        assertThat(value("a")).isEqualTo(1_000);
    }

    @Test
    void aFailureAmongManyHurtsNobodyElse() throws Exception {
        List<Future<Integer>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                int number = i;
                writes.add(threads.submit(() -> database.write(sql -> {
                    insert(sql, "row" + number, number);
                    // Of every three one breaks a rule of its own, one a rule of the database, and one is well.
                    if (number % 3 == 0) {
                        throw new IllegalStateException("row " + number);
                    }
                    return number % 3 == 1 ? insert(sql, "a", number) : number;
                })));
            }
        }
        for (int i = 0; i < 300; i++) {
            assertThat(writes.get(i).state()).isEqualTo(i % 3 == 2 ? Future.State.SUCCESS : Future.State.FAILED);
        }
        assertThat(writes.get(3).exceptionNow()).hasMessage("row 3");
        assertThat(database.<Long>read(sql -> sql.createQuery("SELECT COUNT(*) FROM counters")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(101);
    }

    @Test
    void readersSeeTheStateBeforeAnOpenTransaction() {
        database.write(sql -> {
            sql.execute("UPDATE counters SET value = 7 WHERE name = 'a'");
            return assertThat(readOnAnotherThread()).isZero();
        });
        assertThat(value("a")).isEqualTo(7);
    }

    private long readOnAnotherThread() {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(() -> value("a")).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itSaysWhetherItWorks() {
        assertThat(database.works()).isTrue();
        database.close();
        assertThat(database.works()).isFalse();
    }

    @Test
    void anInterruptedCallerStillLearnsWhatHappened() {
        Thread.currentThread().interrupt();
        int written = database.write(sql -> insert(sql, "b", 1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(written).isEqualTo(1);
    }

    @Test
    void aForeignKeyAndATypeAreHeld() {
        assertThatThrownBy(() -> database.write(
                        sql -> sql.execute("INSERT INTO user_roles (user_id, role) VALUES ('nobody', 'admin')")))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(
                        () -> database.write(
                                sql -> sql.execute(
                                        "INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('a', 'b', 'c', 'd', 'abc')")))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void theSchemaIsThereAtTheSecondStartToo() {
        assertThat(Files.exists(path.resolve("backups"))).isFalse();
        assertThat(database.<Long>read(sql -> sql.createQuery("SELECT COUNT(*) FROM users")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }
}
