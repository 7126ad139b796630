package org.lyceum.wire.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Without {@code JAZZER_FUZZ=1} this runs over its seeds alone. */
class SdpFuzzTest {
    @FuzzTest
    void noDescriptionMakesTheParserFail(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            SdpExercise.run(text);
        } catch (SdpException refused) {
            // the verdict for what is no description
        }
        try {
            IceFragment.parse(text);
        } catch (SdpException refused) {
            // likewise
        }
    }
}
