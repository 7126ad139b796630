package org.lyceum.wire.stun;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs over the inputs in its resources; with {@code JAZZER_FUZZ=1} it looks for new ones, a minute long. */
class StunFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void noBytesMakeTheReaderFail(byte[] bytes) {
        StunExercise.run(bytes, 0, bytes.length, true);
    }
}
