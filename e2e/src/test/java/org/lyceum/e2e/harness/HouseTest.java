package org.lyceum.e2e.harness;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Browsers and a server in this process, once for each of {@link #loopCounts}. */
@ParameterizedClass(name = "media loops: {0}")
@MethodSource("loopCounts")
public abstract class HouseTest extends BrowserTest {
    @Parameter
    int mediaLoops;

    private @Nullable House house;

    @BeforeParameterizedClassInvocation
    final void startHouse() {
        house = House.start(mediaLoops);
    }

    @AfterParameterizedClassInvocation
    final void closeHouse() {
        if (house != null) {
            house.close();
        }
    }

    protected final House house() {
        if (house == null) {
            throw new IllegalStateException("not started");
        }
        return house;
    }
}
