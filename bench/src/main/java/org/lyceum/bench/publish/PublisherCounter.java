package org.lyceum.bench.publish;

/** What a publisher counts. */
public enum PublisherCounter {
    /** Frames, each layer's counted. */
    FRAMES_SENT,
    /** RTP packets of video for the first time. */
    PACKETS_SENT,
    PACKETS_RESENT,
    /** Packets that were asked for and are not kept any more. */
    PACKETS_GONE,
    KEY_FRAME_REQUESTS
}
