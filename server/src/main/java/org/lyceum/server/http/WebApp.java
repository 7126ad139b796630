package org.lyceum.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The web app from the class path folder {@code web/}: files with a hash in their name may be kept for ever, the page
 * itself is asked for anew each time. Every path of a page answers with the same index.html, whose router does the rest;
 * the route is the last one, after everyone else's.
 */
final class WebApp implements RouteGroup {
    private static final Pattern FILE_PATH =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.[a-z0-9]+");
    /** Never pages: an unknown address below these is a program's mistake and is answered for programs. */
    private static final Set<String> NOT_PAGES = Set.of("api", "whip", "whep", "ws", "metrics", "health");
    /** First segments that the app's router knows; another address shows its 'not found' page with that status. A test compares. */
    static final Set<String> PAGES = Set.of(
            "",
            "login",
            "first-admin",
            "account",
            "dashboard",
            "wallet",
            "admin",
            "studio",
            "watch",
            "phone",
            "screen",
            "doctor",
            // Pages under the names of files, which other clients of direct rooms are known by.
            "sender.html",
            "receiver.html");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    private static final Set<String> COMPRESSED_ALREADY = Set.of("png", "jpg", "webp", "woff2", "ico");

    /** A file in memory; gzip is null where it would not pay. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(byte[] bytes, byte @Nullable [] gzip, String type, String etag) {}

    /** Only files that exist get in, so it is bounded by the build. */
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/", this::serve);
        routes.get("/<path>", this::serve);
    }

    private void serve(Context context) {
        String path = context.path().substring(1);
        Asset file = FILE_PATH.matcher(path).matches() ? asset(path) : null;
        if (file != null) {
            boolean hashed = path.startsWith("assets/");
            context.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
            if (path.startsWith("embed/")) {
                context.header("Access-Control-Allow-Origin", "*"); // modules of other products import it
            }
            send(context, file, path.endsWith(".html"));
            return;
        }
        String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        boolean missingFile = path.lastIndexOf('.') > path.lastIndexOf('/') && !PAGES.contains(path);
        if (NOT_PAGES.contains(first) || missingFile) {
            throw new ProblemException(404, "not-found", Problems.sentence(404));
        }
        page(context, PAGES.contains(first) ? 200 : 404);
    }

    private void page(Context context, int status) {
        Asset index = asset("index.html");
        if (index == null) {
            throw new ProblemException(
                    503, "web-app-missing", "The web app is not part of this build; ./lyceum build makes it.");
        }
        context.status(status).header("Cache-Control", "no-cache");
        send(context, index, true);
    }

    private static void send(Context context, Asset asset, boolean page) {
        if (page) {
            SecurityHeaders.onPage(context);
        }
        context.header("Vary", "Accept-Encoding").header("ETag", asset.etag).contentType(asset.type);
        if (context.statusCode() == 200 && asset.etag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        String accepted = context.header("Accept-Encoding");
        if (asset.gzip != null
                && accepted != null
                && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.gzip);
        } else {
            context.result(asset.bytes);
        }
    }

    private @Nullable Asset asset(String path) {
        Asset known = assets.get(path);
        if (known != null) {
            return known;
        }
        try (InputStream in = WebApp.class.getClassLoader().getResourceAsStream("web/" + path)) {
            if (in == null) {
                return null;
            }
            Asset loaded = load(path, in.readAllBytes());
            assets.put(path, loaded);
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Asset load(String path, byte[] bytes) throws IOException {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        byte[] gzip = null;
        if (!COMPRESSED_ALREADY.contains(extension)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
            try (GZIPOutputStream compressor = new GZIPOutputStream(out)) {
                compressor.write(bytes);
            }
            gzip = out.size() < bytes.length ? out.toByteArray() : null;
        }
        return new Asset(bytes, gzip, TYPES.getOrDefault(extension, "application/octet-stream"), etag(bytes));
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
