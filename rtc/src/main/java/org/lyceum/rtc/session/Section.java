package org.lyceum.rtc.session;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Direction;
import org.lyceum.wire.sdp.MediaDescription;

/**
 * An m-line of a description from the other side.
 *
 * @param media as it was written
 * @param mid its MID, or its number where there is only one and it has none
 * @param kind null for what is neither sound nor picture over RTP
 * @param direction as the other side sees it
 * @param usable in use, of a known kind, and on the one transport
 */
record Section(MediaDescription media, String mid, @Nullable MediaKind kind, Direction direction, boolean usable) {
    Attributes attributes() {
        return media.attributes();
    }

    Section unusable() {
        return new Section(media, mid, kind, direction, false);
    }
}
