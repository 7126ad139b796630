package org.lyceum.platform.streams;

/** Something that has just become true of a stream, and is committed. */
public record StreamChange(Kind kind, Stream stream) {
    public enum Kind {
        CREATED,
        /** What its owner says of it, or a rule. */
        EDITED,
        ARMED,
        WENT_LIVE,
        WENT_OFFLINE,
        /** Said to be over: publishers and watchers are to be cut. */
        ENDED,
        /** The old key is dead: whoever publishes by key is to be cut. */
        KEY_ROTATED
    }
}
