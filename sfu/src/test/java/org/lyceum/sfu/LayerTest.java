package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.wire.codec.FrameInfo;
import org.lyceum.wire.codec.PictureSize;

class LayerTest {
    // VP9: I, L, B, V; picture id; TID and SID 0, TL0PICIDX; N_S, Y; width and height of each layer
    private static final String ALL_ON = "aa070000 50 014000b4 02800168 050002d0 aa";
    private static final String SMALLEST = "aa070000 10 014000b4 aa";
    private static final String OTHER_CAMERA = "aa070000 10 00a0005a aa";
    private static final FrameInfo KEY = new FrameInfo(true, true, true, 0, 0, true, false);

    private final Layer layer = new Layer(MediaKind.VIDEO, new PictureSize());
    private final TestSource source = new TestSource(CodecType.VP9, 0, 0, 0);
    private long now;

    private void keyFrame(String hex) {
        now += 33 * MS;
        layer.receive(source.packet(KEY, now, HexFormat.of().parseHex(hex.replace(" ", ""))), now);
    }

    private void assertHeights(int... heights) {
        for (int spatial = 0; spatial < heights.length; spatial++) {
            assertThat(layer.height(spatial)).as("spatial layer %d", spatial).isEqualTo(heights[spatial]);
        }
    }

    /** Else a newcomer with a small player would have the large ones turned on, since nothing said that they are large. */
    @Test
    void layersThatAreOffKeepTheirHeights() {
        keyFrame(ALL_ON);
        keyFrame(SMALLEST);
        assertHeights(180, 360, 720);
    }

    @Test
    void picturesOfAnotherSizeHaveNoOthersAbove() {
        keyFrame(ALL_ON);
        keyFrame(OTHER_CAMERA);
        assertHeights(90, 0, 0);
    }

    @Test
    void anotherSourceHasHeightsOfItsOwn() {
        keyFrame(ALL_ON);
        layer.otherSource();
        assertHeights(0, 0, 0);
        keyFrame(SMALLEST);
        assertHeights(180, 0, 0);
    }
}
