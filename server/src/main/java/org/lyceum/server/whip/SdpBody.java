package org.lyceum.server.whip;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.http.ProblemException;
import org.lyceum.wire.sdp.SessionDescription;

/** Reads bodies that are offers or fragments. */
final class SdpBody {
    static final String OFFER = "application/sdp";
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private SdpBody() {}

    /** The body; 415 where it is of another type, 413 where it is too long. */
    static String read(Context context, String type) {
        if (!isOfType(context.contentType(), type)) {
            throw new ProblemException(415, "unsupported-media-type", "The body must be " + type + ".");
        }
        byte[] body = context.bodyAsBytes();
        if (body.length > SessionDescription.MAX_LENGTH) {
            throw new ProblemException(413, "content-too-large", "The body is longer than 64 KB.");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isOfType(@Nullable String header, String type) {
        if (header == null) {
            return false;
        }
        int parameters = header.indexOf(';');
        String bare = parameters < 0 ? header : header.substring(0, parameters);
        return bare.strip().equalsIgnoreCase(type);
    }
}
