package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Vp8DescriptorTest {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

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
                // bytes, length, start, key, picture id, 15 bit, tl0picidx, tid, y, keyidx, non-reference
                "10 00          | 1 | true  | true  | -1    | false | -1  | -1 | false | -1 | false",
                "10 01          | 1 | true  | false | -1    | false | -1  | -1 | false | -1 | false",
                "00 00          | 1 | false | false | -1    | false | -1  | -1 | false | -1 | false",
                "11 00          | 1 | false | false | -1    | false | -1  | -1 | false | -1 | false",
                "30 01          | 1 | true  | false | -1    | false | -1  | -1 | false | -1 | true",
                "90 80 11 00    | 3 | true  | true  | 17    | false | -1  | -1 | false | -1 | false",
                "90 80 92 34 01 | 4 | true  | false | 4660  | true  | -1  | -1 | false | -1 | false",
                "90 e0 ff ff fe a0 00 | 6 | true | true | 32767 | true | 254 | 2 | true | -1 | false",
                "90 40 07 00    | 3 | true  | true  | -1    | false | 7   | -1 | false | -1 | false",
                "90 20 40 00    | 3 | true  | true  | -1    | false | -1  | 1  | false | -1 | false",
                "90 10 ff 00    | 3 | true  | true  | -1    | false | -1  | -1 | false | 31 | false",
                "90 f0 05 09 e3 01 | 5 | true | false | 5    | false | 9   | 3  | true  | 3  | false",
                "90 00 00       | 2 | true  | true  | -1    | false | -1  | -1 | false | -1 | false",
            })
    void readsEveryField(
            String bytes,
            int length,
            boolean start,
            boolean key,
            int pictureId,
            boolean longPictureId,
            int tl0PicIdx,
            int temporalId,
            boolean layerSync,
            int keyIdx,
            boolean nonReference) {
        assertThat(parse(bytes)).isTrue();
        assertThat(descriptor.length()).isEqualTo(length);
        assertThat(descriptor.startOfFrame()).isEqualTo(start);
        assertThat(descriptor.keyFrame()).isEqualTo(key);
        assertThat(descriptor.pictureId()).isEqualTo(pictureId);
        assertThat(descriptor.longPictureId()).isEqualTo(longPictureId);
        assertThat(descriptor.tl0PicIdx()).isEqualTo(tl0PicIdx);
        assertThat(descriptor.temporalId()).isEqualTo(temporalId);
        assertThat(descriptor.layerSync()).isEqualTo(layerSync);
        assertThat(descriptor.keyIdx()).isEqualTo(keyIdx);
        assertThat(descriptor.nonReference()).isEqualTo(nonReference);
    }

    @Test
    void tellsWhereTheNumbersStand() {
        assertThat(parse("90 e0 81 02 fe a0 00")).isTrue();
        assertThat(descriptor.pictureIdOffset()).isEqualTo(2);
        assertThat(descriptor.tl0PicIdxOffset()).isEqualTo(4);
        assertThat(parse("10 00")).isTrue();
        assertThat(descriptor.pictureIdOffset()).isEqualTo(-1);
        assertThat(descriptor.tl0PicIdxOffset()).isEqualTo(-1);
        assertThat(descriptor.partition()).isZero();
        assertThat(descriptor.startOfPartition()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "90 00",
                "90 80",
                "90 80 11",
                "90 80 92",
                "90 80 92 34",
                "90 40 07",
                "90 20 40",
                "90 f0 05 09 e3"
            })
    void refusesWhatIsCutOff(String bytes) {
        assertThat(parse(bytes)).isFalse();
    }
}
