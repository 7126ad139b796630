package org.lyceum.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedTest {
    private final Red red = new Red();

    private boolean parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return red.parse(shifted, 3, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6f aabb                        | 1  | 111 | 0",
                "ef 0f00 02 6f 1122 aabbcc      | 7  | 111 | 1",
                "ef 1e00 01 ef 0f00 02 6f 11 2233 aa | 12 | 111 | 2",
                "ef 0f00 00 6f aa               | 5  | 111 | 1",
                "ef 0f00 02 6f 1122             | 7  | 111 | 1",
            })
    void findsThePrimaryBlock(String bytes, int offset, int payloadType, int redundant) {
        assertThat(parse(bytes)).isTrue();
        assertThat(red.primaryOffset()).isEqualTo(offset);
        assertThat(red.primaryPayloadType()).isEqualTo(payloadType);
        assertThat(red.redundantBlocks()).isEqualTo(redundant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ef", "ef 0f00", "ef 0f00 02", "ef 0f00 02 6f 11", "ef 0fff ff 6f 11 22 33"})
    void refusesWhatIsCutOff(String bytes) {
        assertThat(parse(bytes)).isFalse();
    }
}
