package org.lyceum.rtc.stream;

import org.lyceum.wire.codec.Vp9Descriptor;

/** Keeps picture id and TL0PICIDX of VP9 (RFC 9628, 4.2) continuous for one watcher. A source without them is passed as it is. */
public final class Vp9Rewriter implements PayloadRewriter {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final PictureNumbers numbers = new PictureNumbers();

    @Override
    public void begin(MediaPacket packet) {
        byte[] payload = packet.payload();
        if (descriptor.parse(payload, 0, payload.length)) {
            numbers.begin(descriptor.pictureId(), descriptor.tl0PicIdx());
        }
    }

    @Override
    public void drop(MediaPacket packet) {
        byte[] payload = packet.payload();
        if (descriptor.parse(payload, 0, payload.length) && descriptor.pictureId() >= 0) {
            numbers.drop(descriptor.pictureId(), descriptor.longPictureId());
        }
    }

    @Override
    public boolean rewrite(MediaPacket packet) {
        byte[] payload = packet.payload();
        return descriptor.parse(payload, 0, payload.length)
                && numbers.write(
                        payload,
                        descriptor.length(),
                        descriptor.pictureIdOffset(),
                        descriptor.pictureId(),
                        descriptor.longPictureId(),
                        descriptor.tl0PicIdxOffset(),
                        descriptor.tl0PicIdx());
    }

    @Override
    public byte[] prefix() {
        return numbers.prefix();
    }

    @Override
    public int prefixLength() {
        return numbers.prefixLength();
    }

    @Override
    public int replaced() {
        return numbers.replaced();
    }
}
