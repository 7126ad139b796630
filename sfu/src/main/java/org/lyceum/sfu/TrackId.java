package org.lyceum.sfu;

/**
 * Names a published source within its room. It outlives the connection behind it: a presenter who reloads goes on under the
 * same id, so that watchers keep their m-line.
 *
 * @param value unique in the room
 */
public record TrackId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
