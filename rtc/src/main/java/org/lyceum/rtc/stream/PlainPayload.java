package org.lyceum.rtc.stream;

/** Payloads that need no change: Opus, H.264, AV1. */
public final class PlainPayload implements PayloadRewriter {
    private static final byte[] NOTHING = {};

    @Override
    public void begin(MediaPacket packet) {
        // Nothing in these payloads is numbered.
    }

    @Override
    public void drop(MediaPacket packet) {
        // Nothing is counted.
    }

    @Override
    public boolean rewrite(MediaPacket packet) {
        return true;
    }

    @Override
    public byte[] prefix() {
        return NOTHING;
    }

    @Override
    public int prefixLength() {
        return 0;
    }

    @Override
    public int replaced() {
        return 0;
    }
}
