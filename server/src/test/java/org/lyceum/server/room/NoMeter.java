package org.lyceum.server.room;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.OpenedWatch;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.streams.Stream;

/** Of rooms that cost nothing: whoever asks it has made a mistake. */
final class NoMeter implements MeterFacts {
    private static AssertionError mistake() {
        return new AssertionError("nothing costs anything here");
    }

    @Override
    public OpenedWatch open(Stream stream, Watcher watcher) {
        throw mistake();
    }

    @Override
    public Allowed agree(String sessionId, long price, @Nullable Long spendingCap) {
        throw mistake();
    }

    @Override
    public Map<String, Allowed> second(Map<String, Boolean> acknowledged) {
        throw mistake();
    }

    @Override
    public Standing standing(String sessionId) {
        throw mistake();
    }

    @Override
    public void outage(String streamId, long lastSeconds) {
        throw mistake();
    }

    @Override
    public void close(String sessionId) {
        throw mistake();
    }

    @Override
    public void flush() {
        throw mistake();
    }

    @Override
    public Currency currency() {
        throw mistake();
    }
}
