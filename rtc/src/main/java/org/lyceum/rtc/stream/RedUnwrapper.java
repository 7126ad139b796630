package org.lyceum.rtc.stream;

import org.lyceum.wire.codec.Red;

/** Leaves nothing but the primary block of a redundant payload (RFC 2198), for watchers who did not ask for RED. */
public final class RedUnwrapper implements PayloadRewriter {
    private static final byte[] NOTHING = {};
    private final Red red = new Red();

    @Override
    public void begin(MediaPacket packet) {
        // Every packet stands for itself.
    }

    @Override
    public void drop(MediaPacket packet) {
        // Nothing is counted.
    }

    @Override
    public boolean rewrite(MediaPacket packet) {
        byte[] payload = packet.payload();
        return red.parse(payload, 0, payload.length) && red.primaryOffset() < payload.length;
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
        return red.primaryOffset();
    }
}
