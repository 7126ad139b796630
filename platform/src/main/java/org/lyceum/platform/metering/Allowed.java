package org.lyceum.platform.metering;

import java.util.Locale;

/** What a watcher may get. */
public enum Allowed {
    /** Pictures and sound. */
    FULL,
    /** Sound alone, until something is acknowledged again: pictures seem not to arrive. */
    SOUND_ONLY,
    /** Nothing: the preview is over, and the price is not agreed to. */
    PRICE_NOT_AGREED,
    /** Nothing, until there is more in the wallet. */
    OUT_OF_FUNDS,
    /** Nothing, until the watcher allows more to be spent. */
    CAP_REACHED,
    /** Nothing for the moment: the house can not reach its ledger, and charges nothing meanwhile. */
    LEDGER_AWAY,
    /** Nothing any more: nobody has acknowledged anything for long. */
    UNACKNOWLEDGED,
    /** Nothing any more: the session was closed. */
    CLOSED;

    /** Whether media flows. */
    public boolean isMedia() {
        return this == FULL || this == SOUND_ONLY;
    }

    /** Whether it stays so. */
    public boolean isFinal() {
        return this == UNACKNOWLEDGED || this == CLOSED;
    }

    /** As it stands in the database and in messages. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
