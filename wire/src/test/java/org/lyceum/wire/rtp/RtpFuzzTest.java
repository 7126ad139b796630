package org.lyceum.wire.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs over the inputs in its resources; with {@code JAZZER_FUZZ=1} it looks for new ones, a minute long. */
class RtpFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void noBytesMakeTheReaderFail(byte[] bytes) {
        RtpExercise.run(bytes, 0, bytes.length);
    }

    @FuzzTest(maxDuration = "1m")
    void noStreamMakesTheFramerFail(byte[] bytes) {
        Rfc4571Framer framer = new Rfc4571Framer(64);
        int half = bytes.length / 2;
        if (framer.receive(bytes, 0, half, (b, offset, length) -> {})) {
            framer.receive(bytes, half, bytes.length - half, (b, offset, length) -> {});
        }
    }
}
