package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationLimitTest {
    @ParameterizedTest
    @CsvSource({"1.0, false", "0.7, false", "0.5, true", "0.1, true"})
    void whoSendsMuchLessThanTheEstimateIsLimitedByTheApplication(double share, boolean limited) {
        ApplicationLimit limit = new ApplicationLimit(0);
        for (int i = 1; i <= 300; i++) {
            limit.sent((int) (share * 12_500), 1_000_000, i * 100_000_000L);
        }
        assertThat(limit.limited()).isEqualTo(limited);
    }
}
