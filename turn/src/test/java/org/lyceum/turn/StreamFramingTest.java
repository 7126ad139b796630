package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamFramingTest {
    @ParameterizedTest
    @CsvSource({
        "0x00, 0, 20",
        "0x01, 8, 28",
        "0x00, 7, -1",
        "0x40, 0, 4",
        "0x40, 1, 8",
        "0x4F, 4, 8",
        "0x40, 5, 12",
        "0x80, 4, -1",
        "0x16, 3, -1",
        "0xC0, 0, -1",
        "0x40, 2048, 2052",
        "0x40, 4096, -1",
        "0x00, 65532, -1"
    })
    void aMessageSaysHowLongItIs(String firstByte, int length, int bytes) {
        assertThat(StreamFraming.messageBytes(Integer.decode(firstByte), length))
                .isEqualTo(bytes);
    }
}
