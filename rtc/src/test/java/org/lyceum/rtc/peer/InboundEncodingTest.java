package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.CaptureClock;
import org.lyceum.wire.rtp.RtpPacket;

class InboundEncodingTest {
    private static final long MS = 1_000_000;
    private static final int SSRC = 7;
    private static final PayloadFormat VP9 = format(CodecType.VP9);
    private static final PayloadFormat VP8 = format(CodecType.VP8);
    // VP9: I, L, B, V; picture id; TID and SID 0, TL0PICIDX; N_S, Y; width and height of each layer
    private static final String THREE_LAYERS = "aa070000 50 014000b4 02800168 050002d0 aa";
    private static final String SMALLEST_LAYER = "aa070000 10 014000b4 aa";
    private static final String VP8_OF_180_LINES = "90808123 100200 9d012a 4001 b400 00";

    private final InboundMedia media = new InboundMedia(
            new MediaSection(
                    "0",
                    MediaKind.VIDEO,
                    true,
                    null,
                    List.of(VP9, VP8),
                    new ExtensionMap(0, 0, 0, 0, 0, 0, 0, 0, 0),
                    List.of(),
                    List.of()),
            () -> 1,
            (encoding, at) -> {});
    private final InboundEncoding encoding = new InboundEncoding(SSRC, 0, media, VP9, new CaptureClock());
    private int sequence;
    private long now;

    private static PayloadFormat format(CodecType type) {
        return new PayloadFormat(96, new Codec(type, ""), -1, true, true, true, true, false);
    }

    private List<Integer> heightsAfter(PayloadFormat format, String payload) {
        now += 33 * MS;
        sequence++;
        byte[] bytes = ByteBuffer.allocate(60)
                .put((byte) 0x80)
                .put((byte) 0xe0)
                .putShort((short) sequence)
                .putInt(sequence * 3000)
                .putInt(SSRC)
                .put(HexFormat.of().parseHex(payload.replace(" ", "")))
                .array();
        RtpPacket packet = new RtpPacket();
        assertThat(packet.parse(bytes, 0, bytes.length)).isTrue();
        encoding.receive(packet, format, now);
        return encoding.quality(now).heights();
    }

    @Test
    void spatialLayersThatAreOffKeepTheirHeights() {
        assertThat(heightsAfter(VP9, THREE_LAYERS)).containsExactly(180, 360, 720);
        assertThat(heightsAfter(VP9, SMALLEST_LAYER)).containsExactly(180, 360, 720);
    }

    @Test
    void anotherCodecHasHeightsOfItsOwn() {
        heightsAfter(VP9, THREE_LAYERS);
        assertThat(heightsAfter(VP8, VP8_OF_180_LINES)).containsExactly(180);
    }
}
