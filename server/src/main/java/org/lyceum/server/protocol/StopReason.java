package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why nothing is sent to a watcher of what costs something. */
public enum StopReason {
    /** There is not enough in the wallet; what comes in goes on with it. */
    EMPTY,
    /** The spending cap is reached; a higher one goes on with it. */
    CAP,
    /** Nothing was acknowledged for half a minute; subscribing again begins a new session. */
    SILENT,
    /** The preview is over, and only who is signed in can pay. */
    SIGNED_OUT,
    /** The server can not count seconds at the moment; it goes on by itself. */
    UNAVAILABLE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
