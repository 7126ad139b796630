package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.metering.Receipt;
import org.lyceum.platform.streams.Stream;

@ParameterizedClass
@EnumSource(Storage.class)
class HistoryTest {
    private final Storage storage;

    @TempDir
    Path folder;

    private ReportsHouse house;
    private String bob;
    private Stream free;
    private Stream priced;

    HistoryTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        house = new ReportsHouse(storage, folder);
        String ada = house.person("ada", 0);
        bob = house.person("bob", 1_000);
        free = house.stream(ada, "Preludes", 0);
        priced = house.stream(ada, "Fugues", 60);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whatWasWatchedIsThereOnceWithWhatItCost() {
        house.watch(bob, free, 90);
        String session = house.watchForMoney(bob, priced, 20);
        house.watch(bob, free, 0);
        house.watch(house.person("eve", 0), free, 40);

        List<Watched> watched = house.reports().watched(bob, null, 10);

        assertThat(watched).hasSize(2);
        assertThat(watched.get(0))
                .extracting(Watched::id, Watched::streamTitle, Watched::creatorName, Watched::seconds, Watched::cost)
                .containsExactly(session, "Fugues", "ada", 20L, new Watched.Cost(60, 0, 20, 20));
        assertThat(watched.get(1))
                .extracting(Watched::streamId, Watched::seconds, Watched::cost)
                .containsExactly(free.id(), 90L, null);
        assertThat(house.platform.metering().receipt(session))
                .get()
                .extracting(Receipt::charged)
                .isEqualTo(20L);
    }

    @Test
    void whoStillWatchesIsNotCountedYet() {
        house.platform.streams().viewerConnected(free.id(), bob, "webrtc");
        house.clock.advance(Duration.ofMinutes(5));

        assertThat(house.reports().watched(bob, null, 10))
                .singleElement()
                .extracting(Watched::leftAt, Watched::seconds)
                .containsExactly(null, null);
    }

    @Test
    void itIsReadPageByPageNewestFirst() {
        for (int i = 1; i <= 3; i++) {
            house.watch(bob, free, i);
            house.watchForMoney(bob, priced, i);
            house.tip(bob, free, i);
        }

        List<Watched> all = house.reports().watched(bob, null, 10);
        assertThat(all).extracting(Watched::seconds).containsExactly(3L, 3L, 2L, 2L, 1L, 1L);
        assertThat(house.reports().watched(bob, all.get(1).id(), 3)).isEqualTo(all.subList(2, 5));
        assertThat(house.reports().watched(bob, all.get(5).id(), 3)).isEmpty();
        assertThat(house.reports().watched(bob, "nothing", 3)).isEmpty();

        List<TipPaid> tips = house.reports().tipsGiven(bob, null, 2);
        assertThat(tips).extracting(TipPaid::amount).containsExactly(3L, 2L);
        assertThat(house.reports().tipsGiven(bob, tips.getLast().id(), 2))
                .extracting(TipPaid::amount)
                .containsExactly(1L);
    }

    @Test
    void aTipIsToldWithWhomItWentToAndWhetherItCameBack() {
        String tip = house.tip(bob, priced, 70);
        assertThat(house.reports().tipsGiven(bob, null, 10))
                .containsExactly(
                        new TipPaid(tip, priced.id(), "Fugues", "ada", 70, "bravo", house.clock.instant(), null));

        house.platform.tips().refund(null, tip);

        assertThat(house.reports().tipsGiven(bob, null, 10).getFirst().refundedAt())
                .isEqualTo(house.clock.instant());
        assertThat(house.reports().tipsGiven(house.person("eve", 0), null, 10)).isEmpty();
    }
}
