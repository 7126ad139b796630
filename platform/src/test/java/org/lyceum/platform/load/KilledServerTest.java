package org.lyceum.platform.load;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.db.Storage;

/**
 * A server that is killed in the middle of it loses nothing that it acknowledged, and charges nothing twice. The moments are random, by
 * a seed that is printed; {@code ./lyceum soak} is the longer run of the same.
 */
@ParameterizedClass
@EnumSource(Storage.class)
class KilledServerTest {
    private static final int KILLS = 5;

    private final Storage storage;

    @TempDir
    Path folder;

    KilledServerTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingIsChargedTwice() throws Exception {
        long seed = Long.getLong("lyceum.seed", new Random().nextLong());
        System.out.println("killed server, " + storage + ": -Dlyceum.seed=" + seed);
        KilledHouse house = new KilledHouse(folder, Objects.requireNonNullElse(storage.newDatabaseUrl(), ""), seed);
        for (int kill = 0; kill < KILLS; kill++) {
            house.killOnce();
        }
    }
}
