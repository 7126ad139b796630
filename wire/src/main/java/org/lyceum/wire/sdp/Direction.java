package org.lyceum.wire.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media direction attributes (RFC 8866, 6.7), seen from the side that wrote the description. */
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /** As the attribute is written. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The direction among these attributes, or null where none is stated. */
    public static @Nullable Direction of(Attributes attributes) {
        for (Attribute attribute : attributes) {
            Direction direction = parse(attribute.name());
            if (direction != null) {
                return direction;
            }
        }
        return null;
    }

    static @Nullable Direction parse(String text) {
        return switch (text) {
            case "sendrecv" -> SENDRECV;
            case "sendonly" -> SENDONLY;
            case "recvonly" -> RECVONLY;
            case "inactive" -> INACTIVE;
            default -> null;
        };
    }
}
