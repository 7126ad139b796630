package org.lyceum.wire.sdp;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads everything there is to read in a text that may be a description. */
final class SdpExercise {
    private SdpExercise() {}

    static void run(String text) throws SdpException {
        SessionDescription description = SessionDescription.parse(text);
        description.group("BUNDLE");
        readAll(description.attributes());
        for (MediaDescription media : description.media()) {
            boolean rejected = media.rejected();
            if (rejected && media.port() != 0) {
                throw new IllegalStateException("rejected with a port");
            }
            readAll(media.attributes());
        }
        String written = description.format();
        if (written.length() <= SessionDescription.MAX_LENGTH
                && !SessionDescription.parse(written).equals(description)) {
            throw new IllegalStateException("does not round-trip");
        }
    }

    private static void readAll(Attributes attributes) {
        Direction.of(attributes);
        for (Attribute attribute : attributes) {
            String value = attribute.value();
            if (value != null) {
                readAny(value.strip());
            }
        }
    }

    /** Every reader takes every value: none may trust that it was called for its own kind. */
    private static void readAny(String value) {
        check(RtpMap.parse(value), v -> RtpMap.parse(v.format()));
        check(RtcpFeedback.parse(value), v -> RtcpFeedback.parse(v.format()));
        check(ExtMap.parse(value), v -> ExtMap.parse(v.format()));
        check(SsrcGroup.parse(value), v -> SsrcGroup.parse(v.format()));
        check(Rid.parse(value), v -> Rid.parse(v.format()));
        SsrcGroup.parseSsrc(value);
        Simulcast simulcast = Simulcast.parse(value);
        if (simulcast != null && !simulcast.send().isEmpty()) {
            check(simulcast, v -> Simulcast.parse(v.format()));
        }
        FormatParameters fmtp = FormatParameters.parse(value);
        if (fmtp != null) {
            fmtp.values();
            check(fmtp, v -> FormatParameters.parse(v.format()));
        }
        Candidate candidate = Candidate.parse(value);
        if (candidate != null) {
            check(candidate, v -> Candidate.parse(v.format("1")));
        }
    }

    private static <T> void check(@Nullable T value, Function<T, @Nullable T> again) {
        if (value != null && !value.equals(again.apply(value))) {
            throw new IllegalStateException("does not round-trip: " + value);
        }
    }
}
