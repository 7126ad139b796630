package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Vp9DescriptorTest {
    private final Vp9Descriptor descriptor = new Vp9Descriptor();

    private boolean parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return descriptor.parse(shifted, 3, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // bytes, length, start, end, predicted, picture id, tid, u, sid, d, tl0picidx
                "08 aa          | 1 | true  | false | false | -1   | 0 | false | 0 | false | -1",
                "0c aa          | 1 | true  | true  | false | -1   | 0 | false | 0 | false | -1",
                "4c aa          | 1 | true  | true  | true  | -1   | 0 | false | 0 | false | -1",
                "88 05 aa       | 2 | true  | false | false | 5    | 0 | false | 0 | false | -1",
                "88 92 34 aa    | 3 | true  | false | false | 4660 | 0 | false | 0 | false | -1",
                "a8 92 34 00 07 aa | 5 | true | false | false | 4660 | 0 | false | 0 | false | 7",
                "ec 92 34 53 ff aa | 5 | true | true  | true | 4660 | 2 | true  | 1 | true  | 255",
                "b8 05 22 aa    | 3 | true  | false | false | 5    | 1 | false | 1 | false | -1",
            })
    void readsEveryField(
            String bytes,
            int length,
            boolean start,
            boolean end,
            boolean predicted,
            int pictureId,
            int temporalId,
            boolean switchingUp,
            int spatialId,
            boolean interLayer,
            int tl0PicIdx) {
        assertThat(parse(bytes)).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.startOfFrame()).isEqualTo(start);
        assertThat(descriptor.endOfFrame()).isEqualTo(end);
        assertThat(descriptor.interPicturePredicted()).isEqualTo(predicted);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.switchingUp()).isEqualTo(switchingUp);
        assertThat(descriptor.spatialId()).isEqualTo(spatialId);
        assertThat(descriptor.interLayerDependency()).isEqualTo(interLayer);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
    }

    @Test
    void readsTheReferencesOfFlexibleMode() {
        assertThat(parse("f8 05 20 03 05 08 aa")).isTrue();
        assertThat(descriptor.flexibleMode()).isTrue();
        assertThat(descriptor.referenceCount()).isEqualTo(3);
        assertThat(descriptor.reference(0)).isEqualTo(1);
        assertThat(descriptor.reference(1)).isEqualTo(2);
        assertThat(descriptor.reference(2)).isEqualTo(4);
        assertThat(descriptor.length()).isEqualTo(6);
    }

    @Test
    void readsTheScalabilityStructure() {
        // Two spatial layers with sizes, a group of two pictures with one reference each.
        assertThat(parse("2a 00 00 38 0280 0168 0500 02d0 02 04 01 34 02 aa")).isTrue();
        assertThat(descriptor.scalabilityStructurePresent()).isTrue();
        assertThat(descriptor.spatialLayers()).isEqualTo(2);
        assertThat(descriptor.width(0)).isEqualTo(640);
        assertThat(descriptor.height(0)).isEqualTo(360);
        assertThat(descriptor.width(1)).isEqualTo(1280);
        assertThat(descriptor.height(1)).isEqualTo(720);
        assertThat(descriptor.pictureGroupSize()).isEqualTo(2);
        assertThat(descriptor.length()).isEqualTo(17);
    }

    @Test
    void aStructureWithoutSizesSaysSo() {
        assertThat(parse("0a 20 aa")).isTrue();
        assertThat(descriptor.spatialLayers()).isEqualTo(2);
        assertThat(descriptor.width(1)).isZero();
        assertThat(descriptor.height(1)).isZero();
        assertThat(descriptor.pictureGroupSize()).isZero();
    }

    @Test
    void tellsWhereTheNumbersStand() {
        assertThat(parse("a8 92 34 00 07 aa")).isTrue();
        assertThat(descriptor.pictureIdOffset()).isEqualTo(1);
        assertThat(descriptor.longPictureId()).isTrue();
        assertThat(descriptor.tl0PicIdxOffset()).isEqualTo(4);
        assertThat(descriptor.layersPresent()).isTrue();
        assertThat(parse("09 aa")).isTrue();
        assertThat(descriptor.notReferenceForUpperLayers()).isTrue();
        assertThat(descriptor.pictureIdOffset()).isEqualTo(-1);
        assertThat(descriptor.tl0PicIdxOffset()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "08",
                "88",
                "88 05",
                "88 92",
                "a8 05 00",
                "f8 05 20 03 05 09 01 aa",
                "f8 05 20 03",
                "0a",
                "0a 30 0280",
                "0a 28",
                "0a 28 02 04",
                "0a 08 01 0c 01"
            })
    void refusesWhatIsCutOffOrImpossible(String bytes) {
        assertThat(parse(bytes)).isFalse();
    }
}
