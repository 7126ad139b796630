package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoresTest {
    @Test
    void aListIsReadAsTheKernelWritesIt() {
        assertThat(Cores.parse("2-4,8,10-11").numbers()).containsExactly(2, 3, 4, 8, 10, 11);
    }

    @Test
    void serverAndGeneratorAreAsFarApartAsMayBe() {
        Cores cores = Cores.parse("4-7,40");
        assertThat(cores.several()).isTrue();
        assertThat(cores.server()).isEqualTo(4);
        assertThat(cores.generator()).isEqualTo(40);
        assertThat(Cores.parse("5").several()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {"0:1", "1:2", "31:80000000", "32:1,00000000", "40:100,00000000", "95:80000000,00000000,00000000"})
    void aMaskIsInWordsOf32Bits(int core, String mask) {
        assertThat(Cores.mask(core)).isEqualTo(mask);
    }

    @Test
    void theKernelSaysWhatThisProcessMayUse() throws IOException {
        Cores cores = Cores.allowed();
        assertThat(ProcessCpu.everyonesNanos(cores.numbers())).isPositive();
        assertThat(ProcessCpu.softirqNanos(cores.server())).isNotNegative();
    }
}
