package org.lyceum.rtc.peer;

import org.lyceum.rtc.stream.MediaPacket;

/** Takes the media of one m-line, on the peer's thread. */
public interface InboundSink {
    /** Media that nobody takes. */
    InboundSink NOBODY = (packet, nowNanos) -> {};

    void receive(MediaPacket packet, long nowNanos);
}
