package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.session.RemoteSource;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;

/** How the encodings of one m-line are told apart: by RID (RFC 8853), or by the SIM group of those that know no RID. */
class SimulcastSourcesTest {
    private static final int MID = 1;
    private static final int RID = 2;
    private static final int REPAIRED_RID = 3;
    private static final PayloadFormat FORMAT =
            new PayloadFormat(96, new Codec(CodecType.VP8, ""), 97, true, true, true, true, false);
    private static final List<RemoteSource> ANNOUNCED =
            List.of(new RemoteSource(30, 31), new RemoteSource(20, 21), new RemoteSource(10, 11));
    private static final long MS = 1_000_000;

    private final List<MediaPacket> received = new ArrayList<>();
    private long now;

    private record Sources(InboundSources sources, InboundMedia media) {}

    private Sources sources(List<String> rids, List<RemoteSource> announced) {
        ExtensionMap extensions = new ExtensionMap(MID, RID, REPAIRED_RID, 0, 0, 0, 0, 0, 0);
        InboundMedia media = new InboundMedia(
                new MediaSection("0", MediaKind.VIDEO, true, null, List.of(FORMAT), extensions, rids, announced),
                () -> 1,
                (encoding, at) -> {});
        SendControl control = new SendControl(List.of(), (bitrate, at) -> {}, now);
        PeerTransport transport = new PeerTransport(new DatagramPool(), control, () -> {}, () -> {}, JdkAesGcm::new);
        InboundSources sources = new InboundSources(transport, List.of(media), 1);
        sources.sectionsChanged();
        media.deliverTo((packet, at) -> received.add(packet));
        return new Sources(sources, media);
    }

    /** Packets with whatever of MID, RID and repaired RID is given, and a VP8 key frame as payload. */
    private void receive(Sources to, int ssrc, int sequence, int originalSequence, String... extensions) {
        ByteArrayOutputStream elements = new ByteArrayOutputStream();
        for (int i = 0; i < extensions.length; i += 2) {
            byte[] value = extensions[i + 1].getBytes(StandardCharsets.US_ASCII);
            elements.write((Integer.parseInt(extensions[i]) << 4) | (value.length - 1));
            elements.writeBytes(value);
        }
        while (elements.size() % 4 != 0) {
            elements.write(0);
        }
        boolean rtx = originalSequence >= 0;
        ByteBuffer packet = ByteBuffer.allocate(100)
                .put((byte) 0x90)
                .put((byte) (rtx ? 97 : 96))
                .putShort((short) sequence)
                .putInt(sequence * 3000)
                .putInt(ssrc)
                .putShort((short) 0xBEDE)
                .putShort((short) (elements.size() / 4))
                .put(elements.toByteArray());
        if (rtx) {
            packet.putShort((short) originalSequence);
        }
        packet.put(new byte[] {0x10, 0x00, 0, 0, 0, 0});
        now += 5 * MS;
        to.sources().receive(packet.array(), 0, packet.position(), now);
    }

    private List<Integer> layers() {
        return received.stream().map(MediaPacket::layer).toList();
    }

    @Test
    void ridsTellTheLayers() {
        Sources sources = sources(List.of("q", "h", "f"), List.of());
        receive(sources, 100, 1, -1, "1", "0", "2", "f");
        receive(sources, 200, 1, -1, "1", "0", "2", "q");
        receive(sources, 300, 1, -1, "1", "0", "2", "h");
        receive(sources, 100, 2, -1); // once bound, nothing has to be said any more
        receive(sources, 101, 1, 4, "1", "0", "3", "f");

        assertThat(layers()).containsExactly(2, 0, 1, 2, 2);
        assertThat(received.stream().map(MediaPacket::epoch).distinct()).hasSize(1);
    }

    @Test
    void aSimGroupTellsTheLayersThoughEachPacketSaysItsMid() {
        Sources sources = sources(List.of(), ANNOUNCED);
        receive(sources, 10, 1, -1, "1", "0");
        receive(sources, 20, 1, -1, "1", "0");
        receive(sources, 30, 1, -1, "1", "0");
        receive(sources, 10, 4, -1, "1", "0");
        receive(sources, 11, 1, 3, "1", "0");

        assertThat(layers()).containsExactly(2, 1, 0, 2, 2);
        assertThat(received.stream().map(MediaPacket::epoch).distinct()).hasSize(1);
    }

    @Test
    void aSimGroupTellsTheLayersWithoutAnyExtension() {
        Sources sources = sources(List.of(), ANNOUNCED);
        receive(sources, 20, 1, -1);
        receive(sources, 30, 1, -1);
        receive(sources, 20, 3, -1);
        receive(sources, 21, 1, 2);

        assertThat(layers()).containsExactly(1, 0, 1, 1);
    }

    @Test
    void eachEncodingHasItsOwnFigures() {
        Sources sources = sources(List.of("q", "f"), List.of());
        for (int i = 1; i <= 400; i++) {
            receive(sources, 200, i, -1, "1", "0", "2", "q");
            if (i % 4 != 0) {
                receive(sources, 100, i, -1, "1", "0", "2", "f");
            }
        }
        InboundQuality small =
                Objects.requireNonNull(sources.media().encoding(0)).quality(now);
        InboundEncoding full = Objects.requireNonNull(sources.media().encoding(1));
        full.report(now);
        InboundQuality large = full.quality(now);

        assertThat(small.rid()).isEqualTo("q");
        assertThat(large.rid()).isEqualTo("f");
        assertThat(small.bitrate()).isBetween(5_000L, 6_000L);
        assertThat(small.lossRatio()).isZero();
        assertThat(large.bitrate()).isBetween(3_700L, 4_500L);
        assertThat(large.lossRatio()).isBetween(0.2, 0.26);
        assertThat(large.packetsLost()).isBetween(98L, 100L);
    }
}
