package org.lyceum.server.direct;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What direct rooms are called. */
final class RoomName {
    /** Where those are who name none. */
    static final String DEFAULT = "default";
    /** Rooms of this form are made, and not opened by whoever names them first. */
    private static final Pattern MADE = Pattern.compile("d-[\\w-]{22}");

    private RoomName() {}

    static String of(@Nullable String given) {
        return given == null ? DEFAULT : given;
    }

    static String make(String secret) {
        return "d-" + secret;
    }

    static boolean isMade(String name) {
        return MADE.matcher(name).matches();
    }
}
