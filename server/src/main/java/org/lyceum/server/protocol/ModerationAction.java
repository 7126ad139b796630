package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What someone who keeps order may do. */
public enum ModerationAction {
    /** The message is not shown any more. */
    @JsonProperty("delete")
    DELETE,
    /** It is shown again. */
    @JsonProperty("restore")
    RESTORE,
    /** Its author may not write for a while. */
    @JsonProperty("time-out")
    TIME_OUT,
    /** Its author may not write any more. */
    @JsonProperty("ban")
    BAN,
    /** Its author may write again. */
    @JsonProperty("pardon")
    PARDON,
    /** Its author keeps order, too. */
    @JsonProperty("appoint")
    APPOINT,
    /** Its author does not any more. */
    @JsonProperty("dismiss")
    DISMISS
}
