package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether someone may write, or why not. */
public enum ChatStanding {
    @JsonProperty("open")
    OPEN,
    /** Only people who are signed in write here. */
    @JsonProperty("sign-in")
    SIGN_IN,
    /** Not for a while. */
    @JsonProperty("timed-out")
    TIMED_OUT,
    @JsonProperty("banned")
    BANNED
}
