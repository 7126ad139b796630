package org.lyceum.platform.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an archive under a name that nothing else has, readable by its owner alone; {@link #finish} gives it its own. One
 * that was not finished leaves nothing behind.
 */
final class ArchiveWriter implements AutoCloseable {
    private final Path file;
    private final Path draft;
    private final ZipOutputStream zip;
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private final SortedMap<String, String> sums = new TreeMap<>();

    ArchiveWriter(Path file) throws IOException {
        this.file = file;
        this.draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".lyceum-backup-", ".part");
        this.zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)));
    }

    /** What writes a table as text and counts its rows. */
    interface TableText {
        long writeTo(Writer out) throws IOException, SQLException;
    }

    void table(String name, TableText text) throws IOException, SQLException {
        DigestOutputStream summed = begin(Archive.tableEntry(name));
        Writer out = new OutputStreamWriter(summed, StandardCharsets.UTF_8);
        rows.put(name, text.writeTo(out));
        out.flush();
        end(Archive.tableEntry(name), summed);
    }

    void file(String name, byte[] content) throws IOException {
        DigestOutputStream summed = begin(Archive.fileEntry(name));
        summed.write(content);
        end(Archive.fileEntry(name), summed);
    }

    /** The archive is on the disk, whole, under its name when this returns. */
    Manifest finish(String lyceum, String schema, String database, Instant made) throws IOException {
        Manifest manifest = new Manifest(lyceum, schema, database, made, rows, sums);
        zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
        zip.write(manifest.toText().getBytes(StandardCharsets.UTF_8));
        zip.close();
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file); // Not over another that came to be meanwhile.
        return manifest;
    }

    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private DigestOutputStream begin(String entry) throws IOException {
        zip.putNextEntry(new ZipEntry(entry));
        return new DigestOutputStream(zip, Archive.sha256());
    }

    private void end(String entry, DigestOutputStream summed) throws IOException {
        sums.put(entry, HexFormat.of().formatHex(summed.getMessageDigest().digest()));
        zip.closeEntry();
    }
}
