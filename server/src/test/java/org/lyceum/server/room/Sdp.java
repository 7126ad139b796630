package org.lyceum.server.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.PublishNegotiator;

/** Descriptions of real browsers and encoders, and the other side of a subscribe offer. */
public final class Sdp {
    private static final Path SAMPLES = Path.of("..", "wire", "src", "test", "resources", "sdp");

    private Sdp() {}

    /** As a browser or an encoder wrote it. */
    public static String sample(String name) {
        try {
            return Files.readString(SAMPLES.resolve(name + ".sdp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The MIDs in it, in order. */
    public static List<String> mids(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith("a=mid:"))
                .map(line -> line.substring("a=mid:".length()).strip())
                .toList();
    }

    /** What a watcher that takes everything says to an offer of the server: whoever answers a publisher can also answer that. */
    public static String answerTo(RecordingPlane plane, String offerSdp) {
        try {
            // The server is ICE-lite and wants a full agent on the other side.
            return new PublishNegotiator(plane.localParameters(), new SecureRandom())
                    .answer(offerSdp.replace("a=ice-lite\r\n", ""))
                    .sdp()
                    .replace("a=ice-lite\r\n", "");
        } catch (NegotiationException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
