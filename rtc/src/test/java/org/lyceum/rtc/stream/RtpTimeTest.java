package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 90000, 0",
        "90000, 90000, 1000000000",
        "-90000, 90000, -1000000000",
        "1, 90000, 11111",
        "-1, 90000, -11112",
        "48, 48000, 1000000",
        "450000000000000, 90000, 5000000000000000000"
    })
    void ticksBecomeNanosWithoutOverflow(long ticks, int clockRate, long nanos) {
        assertThat(RtpTime.toNanos(ticks, clockRate)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90000, 0",
        "1000000000, 90000, 90000",
        "-1000000000, 90000, -90000",
        "11111, 90000, 0",
        "11112, 90000, 1",
        "-1, 90000, -1",
        "5000000000000000000, 90000, 450000000000000"
    })
    void nanosBecomeTicksWithoutOverflow(long nanos, int clockRate, long ticks) {
        assertThat(RtpTime.toTicks(nanos, clockRate)).isEqualTo(ticks);
    }
}
