package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a connection does, in a word that people understand; the first is the best. */
public enum QualityLevel {
    @JsonProperty("good")
    GOOD,
    /** Worse than it might be, and still pleasant. */
    @JsonProperty("fair")
    FAIR,
    /** It is seen and heard. */
    @JsonProperty("poor")
    POOR,
    /** Nothing comes. */
    @JsonProperty("lost")
    LOST;

    /** The worse of the two. */
    public QualityLevel or(QualityLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
