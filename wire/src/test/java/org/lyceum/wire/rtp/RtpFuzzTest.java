package org.lyceum.wire.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Without {@code JAZZER_FUZZ=1} this runs over its seeds alone. */
class RtpFuzzTest {
    @FuzzTest
    void noBytesMakeTheReaderFail(byte[] bytes) {
        RtpExercise.run(bytes, 0, bytes.length);
    }

    @FuzzTest
    void noStreamMakesTheFramerFail(byte[] bytes) {
        Rfc4571Framer framer = new Rfc4571Framer(64);
        int half = bytes.length / 2;
        if (framer.receive(bytes, 0, half, (b, offset, length) -> {})) {
            framer.receive(bytes, half, bytes.length - half, (b, offset, length) -> {});
        }
    }
}
