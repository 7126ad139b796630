package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264PayloadTest {
    private final H264Payload payload = new H264Payload();

    private boolean parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return payload.parse(shifted, 3, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // bytes, IDR, SPS, PPS, may begin a picture, reference, NAL units
                "65 88 84       | true  | false | false | true  | true  | 1",
                "65 48 84       | true  | false | false | false | true  | 1",
                "41 9a 00       | false | false | false | true  | true  | 1",
                "01 9a 00       | false | false | false | true  | false | 1",
                "67 42 e0 1f    | false | true  | false | true  | true  | 1",
                "68 ce 3c 80    | false | false | true  | true  | true  | 1",
                "06 05 ff       | false | false | false | true  | false | 1",
                "09 10          | false | false | false | true  | false | 1",
                "0c ff          | false | false | false | false | false | 1",
                "78 0003 6742e0 0002 68ce | false | true | true | true | true | 2",
                "78 0002 0910 0002 6588   | true  | false | false | true | true | 2",
                "7c 85 88 84    | true  | false | false | true  | true  | 1",
                "7c 05 88 84    | true  | false | false | false | true  | 1",
                "7c 45 88 84    | true  | false | false | false | true  | 1",
                "5c 81 9a       | false | false | false | true  | true  | 1",
                "5c 01 9a       | false | false | false | false | true  | 1",
            })
    void knowsWhatIsInIt(
            String bytes, boolean idr, boolean sps, boolean pps, boolean begins, boolean reference, int nalUnits) {
        assertThat(parse(bytes)).isTrue();
        assertThat(payload.idr()).isEqualTo(idr);
        assertThat(payload.sps()).isEqualTo(sps);
        assertThat(payload.pps()).isEqualTo(pps);
        assertThat(payload.beginsPicture()).isEqualTo(begins);
        assertThat(payload.reference()).isEqualTo(reference);
        assertThat(payload.nalUnits()).isEqualTo(nalUnits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "79 00",
                "7a 00",
                "7d 85",
                "7e 00",
                "7f 00",
                "78",
                "78 00",
                "78 0000",
                "78 0005 67",
                "7c"
            })
    void refusesWhatIsCutOffOrOfTheInterleavedMode(String bytes) {
        assertThat(parse(bytes)).isFalse();
    }
}
