package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.platform.reports.ReportsHouse.days;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;

/** The house is at 2026-03-01 12:00 UTC. */
@ParameterizedClass
@EnumSource(Storage.class)
class AudienceReportTest {
    private static final Days MARCH = days("2026-03-01", "2026-03-31");

    private final Storage storage;

    @TempDir
    Path folder;

    private ReportsHouse house;
    private Streams streams;
    private String ada;
    private Stream fugues;
    private Stream preludes;

    AudienceReportTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        house = new ReportsHouse(storage, folder);
        streams = house.platform.streams();
        ada = house.person("ada", 0);
        fugues = house.stream(ada, "Fugues", 0);
        preludes = house.stream(ada, "Preludes", 0);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void pass(long seconds) {
        house.clock.advance(Duration.ofSeconds(seconds));
    }

    /** A hundred seconds: one waits already, one comes and goes after 30 s, two are there for the last 20 s. */
    private void broadcast(Stream stream) {
        String early = streams.viewerConnected(stream.id(), null, "webrtc");
        pass(10);
        streams.mediaStarted(stream.id());
        pass(20);
        String short1 = streams.viewerConnected(stream.id(), null, "whep");
        pass(30);
        streams.viewerDisconnected(short1, 30);
        pass(30);
        String last = streams.viewerConnected(stream.id(), null, "webrtc");
        String least = streams.viewerConnected(stream.id(), null, "webrtc");
        pass(20);
        for (String each : List.of(last, least)) {
            streams.viewerDisconnected(each, 20);
        }
        streams.viewerDisconnected(early, 100);
        streams.mediaStopped(stream.id());
    }

    @Test
    void visitsAndTimeAddUpByTheDay() {
        broadcast(fugues);
        house.clock.advance(Duration.ofDays(2));
        broadcast(preludes);
        house.watch(house.person("bob", 0), fugues, 7);

        AudienceReport report = house.reports().audience(ada, null, MARCH);

        assertThat(report.days()).hasSize(31);
        assertThat(report.days().get(0)).isEqualTo(new AudienceReport.OfDay(LocalDate.parse("2026-03-01"), 4, 170, 3));
        assertThat(report.days().get(1)).isEqualTo(new AudienceReport.OfDay(LocalDate.parse("2026-03-02"), 0, 0, 0));
        assertThat(report.days().get(2)).isEqualTo(new AudienceReport.OfDay(LocalDate.parse("2026-03-03"), 5, 177, 3));
        assertThat(report)
                .extracting(AudienceReport::visits, AudienceReport::secondsWatched, AudienceReport::peakViewers)
                .containsExactly(9L, 347L, 3);
        assertThat(house.reports().audience(ada, preludes.id(), MARCH).secondsWatched())
                .isEqualTo(170);
        Days nextDay = new Days(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-02"), ZoneOffset.ofHours(12));
        assertThat(house.reports().audience(ada, null, nextDay).visits()).isEqualTo(4);
        assertThat(house.reports().audience(house.person("eve", 0), null, MARCH).visits())
                .isZero();
    }

    @Test
    void ofForgottenVisitsTheSumsAreLeft() {
        broadcast(fugues);
        String session =
                house.reports().broadcasts(ada, null, MARCH, null, 1).getFirst().id();
        house.clock.advance(Duration.ofDays(120));
        house.platform.tidy();

        AudienceReport report = house.reports().audience(ada, null, MARCH);

        // Whoever came before it began was in no broadcast, and is forgotten altogether.
        assertThat(report.days().getFirst())
                .isEqualTo(new AudienceReport.OfDay(LocalDate.parse("2026-03-01"), 3, 70, 3));
        assertThat(house.reports().viewers(ada, session).orElseThrow().viewers())
                .isEmpty();
    }

    @Test
    void aBroadcastShowsHowManyWatchedAtAnyTime() {
        broadcast(fugues);
        Broadcast broadcast =
                house.reports().broadcasts(ada, null, MARCH, null, 1).getFirst();

        ViewersOverTime viewers = house.reports().viewers(ada, broadcast.id()).orElseThrow();

        assertThat(viewers.from()).isEqualTo(Instant.parse("2026-03-01T12:00:10Z"));
        assertThat(viewers.stepSeconds()).isEqualTo(1);
        assertThat(viewers.viewers()).hasSize(100);
        assertThat(viewers.viewers().subList(0, 20)).containsOnly(1);
        assertThat(viewers.viewers().subList(20, 50)).containsOnly(2);
        assertThat(viewers.viewers().subList(50, 80)).containsOnly(1);
        assertThat(viewers.viewers().subList(80, 100)).containsOnly(3);
        assertThat(house.reports().viewers(house.person("eve", 0), broadcast.id()))
                .isEmpty();
        assertThat(house.reports().viewers(ada, "nothing")).isEmpty();
        assertThat(house.reports().viewers(ada, "\u0000")).isEmpty();
    }

    @Test
    void oneThatRunsIsToldUntilNow() {
        streams.mediaStarted(fugues.id());
        streams.viewerConnected(fugues.id(), null, "webrtc");
        pass(5);
        Broadcast running =
                house.reports().broadcasts(ada, null, MARCH, null, 1).getFirst();

        assertThat(running.endedAt()).isNull();
        assertThat(house.reports().viewers(ada, running.id()).orElseThrow().viewers())
                .containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void broadcastsAreReadPageByPageNewestFirst() {
        broadcast(fugues);
        broadcast(preludes);
        broadcast(fugues);

        List<Broadcast> all = house.reports().broadcasts(ada, null, MARCH, null, 10);
        List<Broadcast> newest = house.reports().broadcasts(ada, null, MARCH, null, 2);
        String last = newest.getLast().id();

        assertThat(all).extracting(Broadcast::streamTitle).containsExactly("Fugues", "Preludes", "Fugues");
        assertThat(all)
                .allSatisfy(each -> assertThat(each)
                        .extracting("viewers", "peakViewers", "secondsWatched")
                        .containsExactly(3, 3, 70L));
        assertThat(newest).isEqualTo(all.subList(0, 2));
        assertThat(house.reports().broadcasts(ada, null, MARCH, last, 2)).isEqualTo(all.subList(2, 3));
        assertThat(house.reports().broadcasts(ada, preludes.id(), MARCH, null, 9))
                .isEqualTo(all.subList(1, 2));
        assertThat(house.reports().broadcasts(ada, null, days("2026-02-01", "2026-02-28"), null, 9))
                .isEmpty();
        assertThat(house.reports().broadcasts(ada, null, MARCH, "no id", 2)).isEmpty();
    }
}
