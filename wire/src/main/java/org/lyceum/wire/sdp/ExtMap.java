package org.lyceum.wire.sdp;

import org.jspecify.annotations.Nullable;

/**
 * {@code a=extmap:3/recvonly URI attributes} (RFC 8285, 5); extension attributes are passed over.
 *
 * @param id 1 to 4351; above 255 it is only a proposal that wants another number
 * @param direction of the extension, sendrecv where not stated
 * @param uri what it is
 */
public record ExtMap(int id, Direction direction, String uri) {
    private static final int HIGHEST_ID = 4351;

    /** Null where the value is malformed. */
    public static @Nullable ExtMap parse(String value) {
        String[] fields = Fields.split(value);
        if (fields.length < 2) {
            return null;
        }
        int slash = fields[0].indexOf('/');
        int id = Numbers.parse(slash < 0 ? fields[0] : fields[0].substring(0, slash), HIGHEST_ID);
        Direction direction = slash < 0 ? Direction.SENDRECV : Direction.parse(fields[0].substring(slash + 1));
        return id <= 0 || direction == null ? null : new ExtMap(id, direction, fields[1]);
    }

    public String format() {
        return id + (direction == Direction.SENDRECV ? "" : "/" + direction.text()) + " " + uri;
    }
}
