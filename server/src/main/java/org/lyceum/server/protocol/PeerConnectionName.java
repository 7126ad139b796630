package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a participant's two peer connections a message is about. */
public enum PeerConnectionName {
    /** Offered by the client, carries what it sends. */
    @JsonProperty("publish")
    PUBLISH,
    /** Offered by the server, carries what it watches. */
    @JsonProperty("subscribe")
    SUBSCRIBE
}
