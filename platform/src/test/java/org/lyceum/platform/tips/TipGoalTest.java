package org.lyceum.platform.tips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

/** Tips and changes of what they are collected for, at the same moment. */
@ParameterizedClass
@EnumSource(Storage.class)
class TipGoalTest {
    private static final int ROUNDS = 60;

    /** What a room was told last, as it is told it. */
    private record Told(@Nullable TipGoal goal) {}

    private final Storage storage;

    @TempDir
    Path folder;

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private Platform platform;
    private Tips tips;
    private String bob;
    private Stream stream;

    TipGoalTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        platform = Platform.open(TestPlatforms.settings(storage, folder), new ManualClock());
        tips = platform.tips();
        String ada = person("ada@example.org");
        bob = person("bob@example.org");
        platform.money().wallets().grant(null, bob, 1_000_000, "");
        stream = platform.streams().create(ada, new NewStream("Fugues", "", Visibility.PUBLIC, 0, 0)).stream();
        tips.onTip(given -> told.add(new Told(given.goal())));
        tips.onGoal(change -> told.add(new Told(change.goal())));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private String person(String email) {
        return platform.accounts()
                .create(email, "correct horse", "Someone", Set.of())
                .id();
    }

    private String tip(long amount) {
        return tips.give(null, bob, stream, amount, "").id();
    }

    private long raised() {
        return tips.goal(stream.id()).orElseThrow().raised();
    }

    @Test
    void aTipThatIsGivenBackIsTakenOffTheGoalItCountedForAndNoOther() {
        tips.setGoal(stream.id(), "a boat", 1_000);
        String boat = tip(30);
        tips.setGoal(stream.id(), "a bell", 1_000);
        String bell = tip(50);

        tips.refund(null, boat);
        assertThat(raised()).isEqualTo(50);
        tips.refund(null, bell);
        assertThat(raised()).isZero();
    }

    @Test
    void aTipThatWasGivenBeforeThereWasAGoalIsNotTakenOffIt() {
        String early = tip(30);
        tips.setGoal(stream.id(), "a boat", 1_000);
        tip(50);
        tips.refund(null, early);
        assertThat(raised()).isEqualTo(50);
    }

    @Test
    void whatARoomIsToldLastIsWhatHolds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            tips.setGoal(stream.id(), "round " + round, 10);
            boolean drops = round % 2 == 0;
            String next = "after " + round;
            together(() -> tip(10), () -> tip(7), () -> {
                if (drops) {
                    tips.dropGoal(stream.id());
                } else {
                    tips.setGoal(stream.id(), next, 20);
                }
            });
            assertThat(told.getLast().goal())
                    .as("round %d", round)
                    .isEqualTo(tips.goal(stream.id()).orElse(null));
        }
    }

    @Test
    void tipsAtTheSameMomentNeverLookLikeLess() throws Exception {
        tips.setGoal(stream.id(), "a boat", 100_000);
        for (int round = 0; round < ROUNDS; round++) {
            together(() -> tip(1), () -> tip(2), () -> tip(3));
        }
        assertThat(told.stream().map(each -> Objects.requireNonNull(each.goal()).raised()))
                .isSorted()
                .endsWith(6L * ROUNDS);
    }

    private static void together(Runnable... all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.length);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (Runnable each : all) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    start.await(10, TimeUnit.SECONDS);
                    each.run();
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
