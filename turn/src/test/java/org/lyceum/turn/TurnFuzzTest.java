package org.lyceum.turn;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs over the inputs in its resources; with {@code JAZZER_FUZZ=1} it looks for new ones, a minute long. */
class TurnFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void noClientReachesWhomItHasNoPermissionFor(byte[] script) {
        new TurnExercise(script).run();
    }
}
