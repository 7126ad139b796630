package org.lyceum.bench.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text that a trace is kept as, a line for each frame:
 *
 * <pre>
 * lyceum-trace 1 VP8
 * # a comment
 * ticks 3000
 * layer q 320 180
 * frame K 0 4312
 * frame SN 2 187 [base64 of the 187 bytes]
 * layer h 640 360
 * ...
 * </pre>
 *
 * <p>Ticks are the duration of every frame in units of 90 kHz. A frame's fields are its flags ({@code K} key frame, {@code S} layer sync, {@code N}
 * nothing depends on it, {@code -} none), its temporal layer, its size in bytes, and where the trace can be decoded the bytes.
 */
public final class TraceFormat {
    private static final String MAGIC = "lyceum-trace 1 VP8";
    private static final String SHIPPED = "simulcast.trace";

    private TraceFormat() {}

    /** The trace of sizes that comes with the bench; the comments at its beginning say how it was made. */
    public static Trace shipped() {
        try (InputStream in = TraceFormat.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing");
            }
            return read(new InputStreamReader(in, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a trace to its end; {@link IllegalArgumentException} names a line that is none. */
    public static Trace read(Reader source) throws IOException {
        BufferedReader reader = new BufferedReader(source);
        if (!MAGIC.equals(reader.readLine())) {
            throw new IllegalArgumentException("not a trace: the first line is not '" + MAGIC + "'");
        }
        List<TraceLayer> layers = new ArrayList<>();
        String @Nullable [] layer = null;
        List<TraceFrame> frames = new ArrayList<>();
        int ticks = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] fields = line.split(" ", -1);
            switch (fields[0]) {
                case "", "#" -> {}
                case "ticks" -> ticks = Integer.parseInt(fields[1]);
                case "layer" -> {
                    end(layer, frames, layers);
                    layer = fields;
                }
                case "frame" -> frames.add(frame(fields, line));
                default -> throw new IllegalArgumentException("not a line of a trace: " + line);
            }
        }
        end(layer, frames, layers);
        return new Trace(ticks, layers);
    }

    private static void end(String @Nullable [] layer, List<TraceFrame> frames, List<TraceLayer> layers) {
        if (layer != null) {
            layers.add(new TraceLayer(layer[1], Integer.parseInt(layer[2]), Integer.parseInt(layer[3]), frames));
            frames.clear();
        }
    }

    private static TraceFrame frame(String[] fields, String line) {
        if (fields.length < 4) {
            throw new IllegalArgumentException("a frame has at least three fields: " + line);
        }
        return new TraceFrame(
                fields[1].contains("K"),
                Integer.parseInt(fields[2]),
                fields[1].contains("S"),
                fields[1].contains("N"),
                Integer.parseInt(fields[3]),
                fields.length > 4 ? Base64.getDecoder().decode(fields[4]) : null);
    }

    /** Writes a trace; comments, one a line, say where it comes from. */
    public static void write(Trace trace, List<String> comments, Appendable out) throws IOException {
        out.append(MAGIC).append('\n');
        for (String comment : comments) {
            out.append("# ").append(comment).append('\n');
        }
        out.append("ticks " + trace.frameTicks() + "\n");
        for (TraceLayer layer : trace.layers()) {
            out.append("layer " + layer.rid() + " " + layer.width() + " " + layer.height() + "\n");
            for (TraceFrame frame : layer.frames()) {
                out.append("frame " + flags(frame) + " " + frame.temporalLayer() + " " + frame.size());
                byte[] bytes = frame.bytes();
                if (bytes != null) {
                    out.append(' ').append(Base64.getEncoder().encodeToString(bytes));
                }
                out.append('\n');
            }
        }
    }

    private static String flags(TraceFrame frame) {
        String flags = (frame.key() ? "K" : "") + (frame.layerSync() ? "S" : "") + (frame.discardable() ? "N" : "");
        return flags.isEmpty() ? "-" : flags;
    }
}
