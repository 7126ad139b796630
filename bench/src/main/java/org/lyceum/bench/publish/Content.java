package org.lyceum.bench.publish;

/** What a publisher sends. */
public enum Content {
    BOTH,
    /** As someone does whose microphone is muted. */
    PICTURE,
    SOUND;

    /** Whether there is one. */
    public boolean picture() {
        return this != SOUND;
    }

    /** Whether there is any. */
    public boolean sound() {
        return this != PICTURE;
    }
}
