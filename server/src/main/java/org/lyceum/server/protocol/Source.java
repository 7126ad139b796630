package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.lyceum.rtc.session.MediaKind;

/** What a track shows or lets hear. */
public enum Source {
    @JsonProperty("camera")
    CAMERA("camera", MediaKind.VIDEO),
    @JsonProperty("microphone")
    MICROPHONE("microphone", MediaKind.AUDIO),
    @JsonProperty("screen")
    SCREEN("screen", MediaKind.VIDEO),
    @JsonProperty("screen-audio")
    SCREEN_AUDIO("screen-audio", MediaKind.AUDIO);

    private final String wireName;
    private final MediaKind kind;

    Source(String wireName, MediaKind kind) {
        this.wireName = wireName;
        this.kind = kind;
    }

    public String wireName() {
        return wireName;
    }

    public MediaKind kind() {
        return kind;
    }
}
