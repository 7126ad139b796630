package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.wire.codec.FrameInfo;

/** Packets for tests of what is sent. */
final class Packets {
    private Packets() {}

    static MediaPacket of(CodecType type, long sequence, byte[] payload, byte @Nullable [] descriptor) {
        return at(type, sequence, 0, payload, descriptor);
    }

    static MediaPacket at(
            CodecType type, long sequence, long arrivalNanos, byte[] payload, byte @Nullable [] descriptor) {
        return new MediaPacket(
                new Codec(type, ""),
                0,
                0,
                sequence,
                sequence,
                false,
                arrivalNanos,
                arrivalNanos,
                FrameInfo.WHOLE,
                -1,
                false,
                -1,
                -1,
                descriptor,
                null,
                payload);
    }
}
