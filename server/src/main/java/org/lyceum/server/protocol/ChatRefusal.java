package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why something was not said. */
public enum ChatRefusal {
    @JsonProperty("sign-in")
    SIGN_IN,
    /** A guest without a name, or with one that is not theirs to take. */
    @JsonProperty("name")
    NAME,
    /** Too long, empty, or with characters that have no place in a line. */
    @JsonProperty("text")
    TEXT,
    /** The stream's wait between two messages is not over. */
    @JsonProperty("slow-mode")
    SLOW_MODE,
    /** More than anybody can read. */
    @JsonProperty("too-fast")
    TOO_FAST,
    @JsonProperty("timed-out")
    TIMED_OUT,
    @JsonProperty("banned")
    BANNED,
    /** The server cannot write it down at the moment. */
    @JsonProperty("not-stored")
    NOT_STORED
}
