package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.MoneySettings;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

/** A house in which people tip and watch, for tests of what they look back on. It keeps a tenth, and its clock stands. */
final class ReportsHouse implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final Platform platform;

    ReportsHouse(Storage storage, Path folder) {
        MoneySettings tenPercent = new MoneySettings(new Currency("EUR", 2), 1_000, 0);
        platform = Platform.open(TestPlatforms.settings(storage, folder).withMoney(tenPercent), clock);
    }

    Reports reports() {
        return platform.reports();
    }

    /** With so much to spend. */
    String person(String name, long balance) {
        String id = platform.accounts()
                .create(name + "@example.org", "correct horse", name, Set.of())
                .id();
        if (balance > 0) {
            platform.money().wallets().grant(null, id, balance, "");
        }
        return id;
    }

    Stream stream(String creator, String title, long pricePerMinute) {
        return platform.streams().create(creator, new NewStream(title, "", Visibility.PUBLIC, pricePerMinute)).stream();
    }

    String tip(String payer, Stream stream, long amount) {
        return platform.tips().give(null, payer, stream, amount, "bravo").id();
    }

    /** As a room has it written: a visit, and in it so many seconds that are paid for. */
    String watchForMoney(String viewer, Stream stream, int seconds) {
        String visit = platform.streams().viewerConnected(stream.id(), viewer, "webrtc");
        String session =
                platform.metering().open(stream, new Watcher(viewer, viewer)).sessionId();
        platform.metering().agree(session, stream.pricePerMinute(), null);
        for (int i = 0; i < seconds; i++) {
            platform.metering().second(Map.of(session, true));
            clock.advance(Duration.ofSeconds(1));
            platform.metering().flush();
        }
        platform.metering().close(session);
        platform.metering().flush();
        platform.streams().viewerDisconnected(visit, seconds);
        return session;
    }

    /** What costs nothing. */
    String watch(String viewer, Stream stream, int seconds) {
        String visit = platform.streams().viewerConnected(stream.id(), viewer, "webrtc");
        clock.advance(Duration.ofSeconds(seconds));
        platform.streams().viewerDisconnected(visit, seconds);
        return visit;
    }

    /** UTC. */
    static Days days(String first, String last) {
        return new Days(LocalDate.parse(first), LocalDate.parse(last), ZoneOffset.UTC);
    }

    @Override
    public void close() {
        assertThat(platform.money().verify().faults()).isEmpty();
        platform.close();
    }
}
