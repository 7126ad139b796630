package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LiveMemoryTest {
    private static final int LARGE = 64 << 20;

    /** Another process, as one that is looked at by itself would wait for its own answer. It makes and holds what it is asked to. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            List<Object> held = new ArrayList<>();
            for (int wish = System.in.read(); wish >= 0; wish = System.in.read()) {
                switch (wish) {
                    case 'o' -> held.add(new byte[LARGE]);
                    case 'd' -> held.add(ByteBuffer.allocateDirect(LARGE));
                    case 'g' -> held.removeFirst();
                    default -> throw new IllegalArgumentException("unknown wish " + wish);
                }
                System.out.write(held.size());
                System.out.flush();
            }
        }
    }

    @Test
    void whatIsReachableCountsAndWhatIsNotDoesNot() throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            long before = LiveMemory.of(other.pid());
            assertThat(after(other, 'o') - before).isCloseTo(LARGE, Percentage.withPercentage(10));
            assertThat(after(other, 'd') - before).isCloseTo(2L * LARGE, Percentage.withPercentage(10));
            assertThat(after(other, 'g') - before).isCloseTo(LARGE, Percentage.withPercentage(10));
        } finally {
            other.destroyForcibly();
        }
    }

    private static long after(Process other, char wish) throws IOException {
        other.getOutputStream().write(wish);
        other.getOutputStream().flush();
        assertThat(other.getInputStream().read()).isPositive();
        return LiveMemory.of(other.pid());
    }

    @Test
    void theSumsOfAllArenasCountAndNotThoseOfOne() {
        assertThat(LiveMemory.ofMalloc("""
                <heap nr="0">
                <total type="fast" count="0" size="0"/>
                <total type="rest" count="3" size="100"/>
                <system type="current" size="1000"/>
                </heap>
                <total type="fast" count="1" size="20"/>
                <total type="rest" count="67" size="300"/>
                <total type="mmap" count="9" size="5000"/>
                <system type="current" size="7000"/>
                """)).isEqualTo(7_000 + 5_000 - 20 - 300);
        assertThat(LiveMemory.ofMalloc("not known here")).isZero();
    }

    @Test
    void aHistogramWithoutASumIsNone() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> LiveMemory.objects("Total: none"));
    }
}
