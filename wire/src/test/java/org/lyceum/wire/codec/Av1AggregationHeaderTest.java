package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Av1AggregationHeaderTest {
    private final Av1AggregationHeader header = new Av1AggregationHeader();

    private boolean parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return header.parse(shifted, 3, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // bytes, continues, continued, N, elements, sequence header, key frame, tid, sid
                "10 30 00          | false | false | false | 1 | false | false | 0 | 0", // a key frame without its
                // sequence
                "18 30 00          | false | false | true  | 1 | false | true  | 0 | 0",
                "50 30 20          | false | true  | false | 1 | false | false | 0 | 0",
                "90 30 00          | true  | false | false | 1 | false | false | 0 | 0",
                "28 02 08 aa 30 00 | false | false | true  | 2 | true  | true  | 0 | 0",
                "20 02 08 aa 30 10 | false | false | false | 2 | true  | true  | 0 | 0", // N never set
                "20 02 08 aa 30 20 | false | false | false | 2 | true  | false | 0 | 0", // sequence header repeated
                "00 02 08 aa 02 30 20 | false | false | false | 2 | true | false | 0 | 0",
                "00 03 0a 01 aa 02 30 00 | false | false | false | 2 | true | true | 0 | 0",
                "10 34 48 20       | false | false | false | 1 | false | false | 2 | 1",
                "30 01 10 01 18 18 | false | false | false | 3 | false | false | 0 | 0",
            })
    void knowsWhatIsInIt(
            String bytes,
            boolean continues,
            boolean continued,
            boolean newSequence,
            int elements,
            boolean sequenceHeader,
            boolean keyFrame,
            int temporalId,
            int spatialId) {
        assertThat(parse(bytes)).isTrue();
        assertThat(header.continues()).isEqualTo(continues);
        assertThat(header.continued()).isEqualTo(continued);
        assertThat(header.newCodedVideoSequence()).isEqualTo(newSequence);
        assertThat(header.elements()).isEqualTo(elements);
        assertThat(header.sequenceHeader()).isEqualTo(sequenceHeader);
        assertThat(header.keyFrame()).isEqualTo(keyFrame);
        assertThat(header.temporalId()).isEqualTo(temporalId);
        assertThat(header.spatialId()).isEqualTo(spatialId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "98 30 00", "20 05 08", "20 ff", "00 80 80 80 80 01", "00 03 08 aa", "20 02 08 aa"})
    void refusesWhatIsCutOffOrImpossible(String bytes) {
        assertThat(parse(bytes)).isFalse();
    }
}
