package org.lyceum.wire.stun;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Without {@code JAZZER_FUZZ=1} this runs over its seeds alone. */
class StunFuzzTest {
    @FuzzTest
    void noBytesMakeTheReaderFail(byte[] bytes) {
        StunExercise.run(bytes, 0, bytes.length, true);
    }
}
