package org.lyceum.rtc.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.sdp.Candidate;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;

/** Offers of real browsers, and of encoders as they write them; this side's parameters. */
final class Descriptions {
    static final List<String> NAMES = List.of(
            "chromium-publish",
            "chromium-simulcast",
            "chromium-data-first",
            "firefox-publish",
            "firefox-simulcast",
            "firefox-data-first",
            "safari-publish",
            "obs-whip",
            "obs-whip-simulcast",
            "ffmpeg-whip",
            "gstreamer-whip");
    static final Fingerprint FINGERPRINT = new Fingerprint("sha-256", "AB" + ":CD".repeat(31));
    static final LocalParameters LOCAL = new LocalParameters(
            FINGERPRINT,
            List.of(
                    new Candidate("udp", "192.0.2.1", 7882, 2_130_706_431L),
                    new Candidate("tcp", "192.0.2.1", 7882, 1_677_721_855L),
                    new Candidate("udp", "2001:db8::1", 7882, 2_130_706_175L)));

    private Descriptions() {}

    static List<String> names() {
        return NAMES;
    }

    static String read(String name) {
        try (InputStream in = Descriptions.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription parse(String sdp) {
        try {
            return SessionDescription.parse(sdp);
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    /** The lines of the m-line at that index, its first line first. */
    static List<String> section(String sdp, int index) {
        String[] sections = sdp.split("(?=m=)", -1);
        return sections[index + 1].lines().toList();
    }
}
