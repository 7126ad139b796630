package org.lyceum.wire.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Offers of real browsers, and of encoders as they write them. */
final class Offers {
    static final List<String> NAMES = List.of(
            "chromium-publish",
            "chromium-simulcast",
            "chromium-data-first",
            "chromium-recvonly",
            "firefox-publish",
            "firefox-simulcast",
            "firefox-data-first",
            "firefox-recvonly",
            "safari-publish",
            "obs-whip",
            "ffmpeg-whip",
            "gstreamer-whip");

    private Offers() {}

    static List<String> names() {
        return NAMES;
    }

    static String read(String name) {
        try (InputStream in = Offers.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
