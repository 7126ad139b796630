package org.lyceum.platform;

import java.nio.file.Path;
import java.time.InstantSource;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.db.Storage;

/** Opened platforms for tests: real storage, and passwords hashed at the least cost that Argon2 has. */
public final class TestPlatforms {
    private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

    private TestPlatforms() {}

    public static PlatformSettings settings(Storage storage, Path folder) {
        return PlatformSettings.in(folder)
                .withDatabaseUrl(storage.newDatabaseUrl())
                .withPasswordCost(CHEAP);
    }

    public static Platform open(Storage storage, Path folder, InstantSource clock) {
        return Platform.open(settings(storage, folder), clock);
    }
}
