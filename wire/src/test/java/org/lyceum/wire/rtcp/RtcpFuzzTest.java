package org.lyceum.wire.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Without {@code JAZZER_FUZZ=1} this runs over its seeds alone. */
class RtcpFuzzTest {
    @FuzzTest
    void noBytesMakeTheReaderFail(byte[] bytes) {
        RtcpExercise.run(bytes, 0, bytes.length);
    }
}
