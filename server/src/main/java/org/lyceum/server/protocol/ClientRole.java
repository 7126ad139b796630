package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a connection is in its room: a name for a set of permissions. */
public enum ClientRole {
    @JsonProperty("presenter")
    PRESENTER,
    @JsonProperty("watcher")
    WATCHER,
    @JsonProperty("teacher")
    TEACHER,
    @JsonProperty("student")
    STUDENT,
    @JsonProperty("sender")
    SENDER,
    @JsonProperty("receiver")
    RECEIVER
}
