package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a session of watching what costs something stands. */
public enum WatchState {
    /** It costs this watcher nothing. */
    FREE,
    /** Seen for nothing, for a while. */
    PREVIEW,
    /** Nothing is sent until the watcher agrees to the price. */
    AGREE,
    /** Seconds that are acknowledged are paid. */
    PAYING,
    /** Pictures seem not to arrive, so that they are not sent. */
    SOUND_ONLY,
    /** Nothing is sent. */
    STOPPED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
