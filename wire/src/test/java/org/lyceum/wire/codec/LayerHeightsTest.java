package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerHeightsTest {
    private final LayerHeights heights = new LayerHeights();
    private final PictureSize size = new PictureSize();

    /** The first packet of a VP9 key frame with these spatial layers, "" for one that tells of none. */
    private void keyFrame(String layers) {
        int[] each = Stream.of(layers.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        // I, L, B and maybe V; picture id; TID and SID 0, TL0PICIDX; N_S, Y
        BitWriter payload =
                new BitWriter().write(each.length == 0 ? 0xa8 : 0xaa, 8).write(0x070000, 24);
        if (each.length > 0) {
            payload.write(each.length - 1, 3).write(0b10000, 5);
        }
        for (int height : each) {
            payload.write(height * 16 / 9, 16).write(height, 16);
        }
        size.read(PayloadCodec.VP9, payload.write(0xaa, 8).bytes(), null);
        heights.seen(size);
    }

    private List<Integer> known() {
        List<Integer> known = new ArrayList<>();
        for (int layer = 0; heights.height(layer) > 0; layer++) {
            known.add(heights.height(layer));
        }
        return known;
    }

    @ParameterizedTest
    @CsvSource({
        // before, then, known
        "180 360 720, 180, 180 360 720",
        "180 360 720, 180 360, 180 360 720",
        "180 360 720, '', 180 360 720",
        "180, 180 360 720, 180 360 720",
        "180 360 720, 90, 90",
        "180 360 720, 180 270, 180 270",
        "180 360 720, 90 180 360, 90 180 360",
        "180 360 720, 360, 360",
        "'', 180, 180",
    })
    void whatIsOffIsRememberedWhileTheRestStaysTheSame(String before, String then, String known) {
        keyFrame(before);
        keyFrame(then);
        assertThat(known())
                .isEqualTo(Stream.of(known.split(" ", -1)).map(Integer::valueOf).toList());
    }

    @Test
    void anotherSourceIsNotKnown() {
        keyFrame("180 360 720");
        heights.clear();
        assertThat(known()).isEmpty();
        keyFrame("180");
        assertThat(known()).containsExactly(180);
    }
}
