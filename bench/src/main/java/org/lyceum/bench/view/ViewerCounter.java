package org.lyceum.bench.view;

/** What a viewer counts, by the clear headers of what it gets. */
public enum ViewerCounter {
    /** RTP packets of any kind. */
    PACKETS,
    /** UDP payload bytes of them. */
    BYTES,
    /** Of those, what the viewer's own slow link had no room for. */
    DROPPED,
    VIDEO_PACKETS,
    AUDIO_PACKETS,
    /** What was sent again, sound to the bit as it was included, and what only probes the network. */
    RTX_PACKETS,
    /** Numbers of video and audio that are missing among those that came. */
    LOST,
    /** Of those, what came again as a retransmission; seen by viewers behind a slow link, who alone ask for it. */
    RESTORED,
    /** Video frames whose last packet came, told by the marker. */
    FRAMES,
    /** Of a probe viewer: packets whose contents are as they were sent. */
    VERIFIED,
    /** Of what was decrypted: packets that could not be, or are not what was sent. */
    BROKEN
}
