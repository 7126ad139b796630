package org.lyceum.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.StartupException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database: SQLite in the data folder, or PostgreSQL by a URL.
 *
 * <p>SQL runs on a small pool of platform threads; callers, mostly virtual threads, wait for it. Of SQLite there is one
 * writer (a thread and a connection of its own, {@link GroupCommit}), whose transactions begin by BEGIN IMMEDIATE so that
 * they never fail halfway for a lock, and several readers, whose connections can not write. Safe to call from many threads.
 */
public final class Database implements AutoCloseable {
    /** SQLite's, in the data folder; SQLite keeps others beside it, whose names begin with this. */
    public static final String FILE = "lyceum.db";

    private static final int READERS = 4;
    private static final int POSTGRES_CONNECTIONS = 8;
    private static final int QUEUE_LIMIT = 20_000;
    /** A batch of metering touches more pages than SQLite keeps by itself, and would have them written and read back halfway. */
    private static final int CACHE_KIB = 16 * 1024;

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final Dialect dialect;
    private final Path folder;
    private final @Nullable String url;
    private final HikariDataSource writeSource;
    private final HikariDataSource readSource;
    private final Jdbi writer;
    private final Jdbi reader;
    private final BlockingPool threads;
    /** Null on PostgreSQL, which has many writers and groups their commits by itself. */
    private final @Nullable GroupCommit groupCommit;

    private Database(
            DataFolder folder,
            @Nullable String url,
            HikariDataSource writeSource,
            HikariDataSource readSource,
            BlockingPool threads) {
        this.dialect = url == null ? Dialect.SQLITE : Dialect.POSTGRESQL;
        this.folder = folder.path();
        this.url = url;
        this.writeSource = writeSource;
        this.readSource = readSource;
        this.writer = Jdbi.create(writeSource);
        this.reader = Jdbi.create(readSource);
        this.threads = threads;
        this.groupCommit = dialect == Dialect.SQLITE ? new GroupCommit(writer, QUEUE_LIMIT) : null;
    }

    /**
     * Migrates (unless the folder is locked by a server, which then has done it) and opens the pools.
     *
     * @param url PostgreSQL's; null for SQLite in the folder
     */
    public static Database open(DataFolder folder, @Nullable String url, Instant now) {
        return url == null || url.isBlank() ? openSqlite(folder, now) : openPostgres(folder, url, now);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Runs statements that only read. */
    public <R> R read(Function<Handle, R> work) {
        try {
            return threads.call(() -> reader.withHandle(work::apply));
        } catch (JdbiException e) {
            throw Outage.orItself(e);
        }
    }

    /**
     * Runs statements that only read and may take hours: they all see the state of one moment, by a connection and on a thread of
     * their own, without the limits of time that keep the server's own statements short.
     */
    public <R> R readWhole(Function<Handle, R> work) {
        FutureTask<R> task = new FutureTask<>(() -> {
            try (WholeDatabase whole = WholeDatabase.snapshot(folder, url)) {
                return Jdbi.create(whole.connection()).withHandle(work::apply);
            }
        });
        // SQLite would hold a virtual thread's carrier all the while.
        Thread.ofPlatform().name("sql-whole").daemon().start(task);
        try {
            return BlockingPool.await(task);
        } catch (JdbiException | StartupException e) {
            throw Outage.orItself(e);
        }
    }

    /**
     * Runs statements in one transaction: all of them are committed when this returns, none when it throws. The work calls
     * neither this nor {@link #read}. Where the database does not answer they are refused by {@link Refusal.Kind#BUSY};
     * it may still have committed what it was given last.
     */
    public <R> R write(Function<Handle, R> work) {
        try {
            return groupCommit == null
                    ? threads.call(() -> writer.inTransaction(work::apply))
                    : groupCommit.write(work);
        } catch (JdbiException e) {
            throw Outage.orItself(e);
        }
    }

    /** Whether it answers now; asked by health checks, so it takes two seconds at most. */
    public boolean works() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> answer.complete(answers()));
        return answer.completeOnTimeout(false, 2, TimeUnit.SECONDS).join();
    }

    private boolean answers() {
        try {
            return read(sql -> sql.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
        } catch (RuntimeException _) {
            return false;
        }
    }

    @Override
    public void close() {
        if (groupCommit != null) {
            groupCommit.close();
        }
        threads.close();
        readSource.close();
        writeSource.close();
    }

    private static Database openSqlite(DataFolder folder, Instant now) {
        Path file = folder.createPrivately(FILE);
        DataSource source = sqlite(file);
        Migrations migrations = new Migrations(source, Dialect.SQLITE);
        if (folder.isLocked()) {
            migrations.migrate(folder.path().resolve(DataFolder.BACKUPS), now);
        } else {
            migrations.requireCurrent();
        }
        HikariConfig write = pool("write", source, 1);
        HikariConfig read = pool("read", sqlite(file), READERS);
        read.setConnectionInitSql("PRAGMA query_only = ON");
        return new Database(
                folder,
                null,
                new HikariDataSource(write),
                new HikariDataSource(read),
                new BlockingPool("sql-read", READERS, QUEUE_LIMIT));
    }

    static DataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        return sqlite(file, config);
    }

    /** Takes no lock that a writer would wait for: its transactions begin as readers, and stay so. */
    static DataSource sqliteSnapshot(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return sqlite(file, config);
    }

    private static DataSource sqlite(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        // Of a plain path, what follows a question mark would be settings.
        source.setUrl("jdbc:sqlite:" + file.toUri());
        return source;
    }

    private static Database openPostgres(DataFolder folder, String url, Instant now) {
        DataSource source = DatabaseUrl.postgres(url);
        requireReachable(source);
        Migrations migrations = new Migrations(DatabaseUrl.patientPostgres(url), Dialect.POSTGRESQL);
        if (folder.isLocked()) {
            migrations.migrate(null, now);
        } else {
            migrations.requireCurrent();
        }
        HikariDataSource pool = new HikariDataSource(pool("sql", source, POSTGRES_CONNECTIONS));
        BlockingPool threads = new BlockingPool("sql", POSTGRES_CONNECTIONS, QUEUE_LIMIT);
        return new Database(folder, url, pool, pool, threads);
    }

    private static void requireReachable(DataSource source) {
        try {
            source.getConnection().close();
        } catch (SQLException e) {
            throw new StartupException(
                    "The PostgreSQL of the setting db can not be reached: %s.".formatted(e.getMessage()), e);
        }
    }

    private static HikariConfig pool(String name, DataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(30_000);
        return config;
    }
}
