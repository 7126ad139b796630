package org.lyceum.rtc.bwe;

/** What holds the estimate where it is. */
public enum BandwidthState {
    /** Nothing that was noticed: it grows while what is sent allows it. */
    NORMAL,
    /** A queue grows or is being emptied on the way. */
    DELAY_LIMITED,
    /** More is lost than this network loses by itself. */
    LOSS_LIMITED
}
