package org.lyceum.platform.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;

/**
 * An archive that is read: a zip file with {@code manifest.properties}, {@code tables/<name>.tsv} in the form of
 * {@link CopyText}, and {@code files/<name>} of the data folder. Names that are of another form, or that its manifest does
 * not list, are refused, so that what is restored stays in its folder.
 */
final class Archive implements AutoCloseable {
    /** Of one file of the data folder: keys, certificates and settings are small. */
    static final int MAX_FILE = 1 << 20;

    private static final String TABLES = "tables/";
    private static final String TABLE_END = ".tsv";
    private static final String FILES = "files/";
    private static final Pattern TABLE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens it and looks at what it says of itself.
     *
     * @throws StartupException for what is no archive of ours, or one that {@link #verify} would refuse by its names alone
     */
    static Archive open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new StartupException("There is no file %s.".formatted(file));
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                Archive archive = new Archive(file, zip, readManifest(file, zip));
                archive.requireOwnNames();
                return archive;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(
                    "%s is not a backup, or not all of it: %s. Copy it anew, or take an earlier one; nothing is changed."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Reads all of it and holds it against the manifest's sums. */
    void verify(Progress progress) throws IOException {
        for (String entry : manifest.sums().keySet()) {
            MessageDigest digest = sha256();
            try (InputStream in = new DigestInputStream(open(entry), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw damaged(entry + " can not be read, " + e.getMessage());
            }
            if (!HexFormat.of()
                    .formatHex(digest.digest())
                    .equals(manifest.sums().get(entry))) {
                throw damaged(entry + " has another checksum");
            }
            if (isTable(entry)) {
                String table = entry.substring(TABLES.length(), entry.length() - TABLE_END.length());
                progress.at("checking", table, manifest.rows().getOrDefault(table, 0L));
            }
        }
    }

    BufferedReader table(String name) throws IOException {
        return new BufferedReader(new InputStreamReader(open(tableEntry(name)), StandardCharsets.UTF_8));
    }

    /** SHA-256 of the table's text, in hexadecimal digits. */
    String tableSum(String name) {
        return manifest.sums().getOrDefault(tableEntry(name), "");
    }

    /** Names of the files of the data folder. */
    List<String> files() {
        return manifest.sums().keySet().stream()
                .filter(Archive::isFile)
                .map(entry -> entry.substring(FILES.length()))
                .toList();
    }

    byte[] file(String name) throws IOException {
        try (InputStream in = open(fileEntry(name))) {
            return in.readNBytes(MAX_FILE);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    StartupException damaged(String what) {
        return damaged(file, what);
    }

    private static StartupException damaged(Path file, String what) {
        return new StartupException(("The backup %s is damaged: %s. Copy it anew from where it was made, or take an"
                        + " earlier one; nothing is changed.")
                .formatted(file, what));
    }

    static String tableEntry(String name) {
        return TABLES + name + TABLE_END;
    }

    static String fileEntry(String name) {
        return FILES + name;
    }

    /** Whether an archive takes a file of the data folder with this name: not the database's own, nor the lock. */
    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches()
                && !name.startsWith(Database.FILE)
                && !name.equals(DataFolder.LOCK_FILE);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isTable(String entry) {
        return entry.startsWith(TABLES)
                && entry.endsWith(TABLE_END)
                && TABLE_NAME
                        .matcher(entry.substring(TABLES.length(), entry.length() - TABLE_END.length()))
                        .matches();
    }

    private static boolean isFile(String entry) {
        return entry.startsWith(FILES) && isFileName(entry.substring(FILES.length()));
    }

    private void requireOwnNames() {
        Set<String> found = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!found.add(name) || !(name.equals(Manifest.ENTRY) || isTable(name) || isFile(name))) {
                throw damaged("it holds '" + name + "', which no backup does");
            }
        }
        found.remove(Manifest.ENTRY);
        if (!found.equals(manifest.sums().keySet())) {
            throw damaged("its manifest lists other entries than there are");
        }
    }

    private static Manifest readManifest(Path file, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw damaged(file, "it has no " + Manifest.ENTRY);
        }
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
            content = in.readNBytes(MAX_FILE);
        }
        CRC32 crc = new CRC32(); // A zip's own check, which ZipFile leaves to us.
        crc.update(content);
        if (crc.getValue() != entry.getCrc()) {
            throw damaged(file, "its " + Manifest.ENTRY + " has another checksum");
        }
        try {
            return Manifest.parse(new String(content, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw damaged(file, "its " + Manifest.ENTRY + " has " + e.getMessage());
        }
    }

    private InputStream open(String entry) throws IOException {
        ZipEntry found = zip.getEntry(entry);
        InputStream in = found == null ? null : zip.getInputStream(found);
        if (in == null) {
            throw damaged("it has no " + entry);
        }
        return in;
    }
}
