package org.lyceum.wire.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs over the inputs in its resources; with {@code JAZZER_FUZZ=1} it looks for new ones, a minute long. */
class RtcpFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void noBytesMakeTheReaderFail(byte[] bytes) {
        RtcpExercise.run(bytes, 0, bytes.length);
    }
}
