package org.lyceum.rtc.session;

/** Sound or picture; the media field of an m-line (RFC 8866, 5.14). */
public enum MediaKind {
    AUDIO,
    VIDEO
}
