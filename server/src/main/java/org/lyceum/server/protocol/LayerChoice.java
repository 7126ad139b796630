package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a track's pictures: a watcher's choice, and what it gets. */
public enum LayerChoice {
    /** What suits the player's size and the network. Only as a choice. */
    @JsonProperty("auto")
    AUTO,
    /** The best that there is. */
    @JsonProperty("high")
    HIGH,
    @JsonProperty("medium")
    MEDIUM,
    /** The smallest, where there are several. */
    @JsonProperty("low")
    LOW;

    /** Whether this picture is smaller than that one; neither is {@link #AUTO}. */
    public boolean isLessThan(LayerChoice other) {
        return compareTo(other) > 0; // from the best to the smallest
    }
}
