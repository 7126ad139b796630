package org.lyceum.server.room;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.metering.OpenedWatch;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.streams.Stream;

/** What rooms ask of the domain that meters; see {@link Metering} for each. Only those that say so wait for the database. */
interface MeterFacts {
    /** Waits for the database. */
    OpenedWatch open(Stream stream, Watcher watcher);

    /** Waits for the database. */
    Allowed agree(String sessionId, long price, @Nullable Long spendingCap);

    Map<String, Allowed> second(Map<String, Boolean> acknowledged);

    @Nullable
    Standing standing(String sessionId);

    void outage(String streamId, long lastSeconds);

    void close(String sessionId);

    /** Waits for the database. */
    void flush();

    /** What prices are in. */
    Currency currency();

    static MeterFacts of(Metering metering) {
        return new MeterFacts() {
            @Override
            public OpenedWatch open(Stream stream, Watcher watcher) {
                return metering.open(stream, watcher);
            }

            @Override
            public Allowed agree(String sessionId, long price, @Nullable Long spendingCap) {
                return metering.agree(sessionId, price, spendingCap);
            }

            @Override
            public Map<String, Allowed> second(Map<String, Boolean> acknowledged) {
                return metering.second(acknowledged);
            }

            @Override
            public @Nullable Standing standing(String sessionId) {
                return metering.standing(sessionId);
            }

            @Override
            public void outage(String streamId, long lastSeconds) {
                metering.outage(streamId, lastSeconds);
            }

            @Override
            public void close(String sessionId) {
                metering.close(sessionId);
            }

            @Override
            public void flush() {
                metering.flush();
            }

            @Override
            public Currency currency() {
                return metering.currency();
            }
        };
    }
}
