package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;

/** SSRCs that change while the m-line stays. */
class InboundSourcesTest {
    private static final Codec VP8 = new Codec(CodecType.VP8, "");
    private static final PayloadFormat FORMAT = new PayloadFormat(96, VP8, 97, true, true, true, true, false);
    private static final ExtensionMap EXTENSIONS = new ExtensionMap(1, 0, 0, 0, 0, 0, 0, 0, 0);

    private final AtomicInteger epochs = new AtomicInteger();
    private final InboundMedia media = new InboundMedia(
            new MediaSection("0", MediaKind.VIDEO, true, null, List.of(FORMAT), EXTENSIONS, List.of(), List.of()),
            epochs::incrementAndGet,
            (encoding, now) -> {});
    private final PeerTransport transport = new PeerTransport(
            new DatagramPool(), new SendControl(List.of(), (bitrate, at) -> {}, 0), () -> {}, () -> {}, JdkAesGcm::new);
    private final InboundSources sources = new InboundSources(transport, List.of(media), 1);
    private final List<MediaPacket> received = new ArrayList<>();
    private long now = -TimeUnit.SECONDS.toNanos(7);
    private int sequence;

    InboundSourcesTest() {
        sources.sectionsChanged();
        media.deliverTo((packet, nowNanos) -> received.add(packet));
    }

    @Test
    void aPublisherWhoseSsrcsAlternateIsRefusedInTheEnd() {
        int before = epochs.get();
        for (int i = 0; i < 1_000; i++) {
            receive(i % 2 == 0 ? 0x1111 : 0x2222);
        }

        assertThat(epochs.get() - before).as("each change costs a key frame").isLessThan(20);
        assertThat(received.size()).isGreaterThan(400);
        assertThat(transport.counters().get(PeerCounter.SOURCES_REFUSED)).isGreaterThan(400);
    }

    @Test
    void aSourceThatChangesEachFewSecondsIsFollowedForever() {
        for (int i = 0; i < 200; i++) {
            receive(0x1111 + i);
            now += TimeUnit.SECONDS.toNanos(3);
        }

        assertThat(received).hasSize(200);
        assertThat(transport.counters().get(PeerCounter.SOURCES_REFUSED)).isZero();
    }

    private void receive(int ssrc) {
        now += TimeUnit.MILLISECONDS.toNanos(5);
        byte[] packet = ByteBuffer.allocate(24)
                .put((byte) 0x90)
                .put((byte) 96)
                .putShort((short) sequence++)
                .putInt(sequence * 450)
                .putInt(ssrc)
                .putShort((short) 0xBEDE)
                .putShort((short) 1)
                .put(new byte[] {0x10, '0', 0, 0}) // MID "0"
                .put(new byte[] {0x10, 0x00, 0, 0}) // VP8: a key frame begins
                .array();
        sources.receive(packet, 0, packet.length, now);
    }
}
