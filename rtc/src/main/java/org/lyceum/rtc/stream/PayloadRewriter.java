package org.lyceum.rtc.stream;

/**
 * What has to change in the payloads that one watcher gets, so that a change of source or layer does not show: a prefix that
 * replaces the first bytes of the shared payload. {@link #begin} at each new source, with its first packet, then {@link #rewrite}
 * for each packet, {@code begin}'s included, in any order and any number of times with the same outcome. Confined to its
 * owner's thread; allocates nothing.
 */
public sealed interface PayloadRewriter permits PlainPayload, RedUnwrapper, Vp8Rewriter, Vp9Rewriter {
    /** A new source, which begins with this packet. */
    void begin(MediaPacket packet);

    /** The picture of this packet is left out as a whole: what follows closes up. */
    void drop(MediaPacket packet);

    /** Prepares prefix and replaced length; false if the payload is of no use to the watcher and must not be sent. */
    boolean rewrite(MediaPacket packet);

    /** The bytes that go in front; valid until the next call. */
    byte[] prefix();

    int prefixLength();

    /** How many bytes at the payload's start the prefix stands for. */
    int replaced();
}
