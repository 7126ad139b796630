package org.lyceum.server.direct;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a sender and a receiver have come, as far as this server can see: media is theirs alone. */
public enum PairState {
    /** One of them is not there, or nothing has been said. */
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("offered")
    OFFERED,
    @JsonProperty("answered")
    ANSWERED
}
