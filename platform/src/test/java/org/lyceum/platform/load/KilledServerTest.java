package org.lyceum.platform.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.Platform;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.metering.Receipt;
import org.lyceum.platform.tips.Tip;

/**
 * A server that is killed in the middle of it loses nothing that it acknowledged, and charges nothing twice. The moments are random, by
 * a seed that is printed; {@code -Dlyceum.kills=50} for a longer run.
 */
@ParameterizedClass
@EnumSource(Storage.class)
class KilledServerTest {
    private static final int KILLS = Integer.getInteger("lyceum.kills", 5);
    private static final int LINES_AT_MOST = 400;

    private final Storage storage;
    private final Map<Integer, String> tips = new HashMap<>();

    @TempDir
    Path folder;

    KilledServerTest(Storage storage) {
        this.storage = storage;
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingIsChargedTwice() throws Exception {
        long seed = Long.getLong("lyceum.seed", new Random().nextLong());
        System.out.println("killed server, " + storage + ": -Dlyceum.seed=" + seed);
        Random random = new Random(seed);
        String url = Objects.requireNonNullElse(storage.newDatabaseUrl(), "");
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> said = runAndKill(url, seed, random.nextInt(LINES_AT_MOST));
            said.stream()
                    .filter(line -> line.startsWith("tip "))
                    .map(line -> line.split(" ", -1))
                    .forEach(words -> tips.put(Integer.parseInt(words[1]), words[2]));
            try (Platform platform = Platform.open(BusyHouse.settings(folder, url), InstantSource.system())) {
                check(platform, said, seed);
            }
        }
    }

    private List<String> runAndKill(String url, long seed, int lines) throws Exception {
        int first = tips.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        Child child =
                Child.start(BusyHouse.class, folder.toString(), url, Long.toString(seed), Integer.toString(first));
        List<String> said = new ArrayList<>();
        // The load has begun with the first line that comes after all sessions are open.
        for (int left = lines; left > 0; ) {
            String line = child.line();
            assertThat(line).as("the child ended by itself, seed %d", seed).isNotNull();
            said.add(line);
            if (said.contains("metered 1")) {
                left--;
            }
        }
        said.addAll(child.kill());
        return said;
    }

    private void check(Platform platform, List<String> said, long seed) {
        assertThat(platform.money().verify().faults()).as("seed %d", seed).isEmpty();
        tips.forEach((number, id) ->
                assertThat(platform.tips().find(id).map(Tip::message)).contains("number " + number));

        Crowd crowd = new Crowd(platform, BusyHouse.WALLETS, BusyHouse.AMOUNT);
        assertThat(crowd.total()).as("seed %d", seed).isEqualTo(BusyHouse.WALLETS * BusyHouse.AMOUNT);
        long transactions = platform.money().verify().transactions();
        tips.forEach((number, id) -> assertThat(crowd.tip(seed, number).id()).isEqualTo(id));
        assertThat(platform.money().verify().transactions()).isEqualTo(transactions);

        long flushed = last(said, "flushed ");
        long metered = last(said, "metered ");
        for (String line : said) {
            if (line.startsWith("session ")) {
                Receipt receipt = platform.metering()
                        .receipt(line.substring("session ".length()))
                        .orElseThrow();
                assertThat(receipt.seconds()).as("seed %d", seed).isBetween(flushed, metered);
                assertThat(receipt.charged()).isEqualTo(receipt.seconds() * Crowd.PRICE / 60);
                assertThat(receipt.endReason()).isEqualTo("restart");
            }
        }
    }

    private static long last(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word))
                .mapToLong(line -> Long.parseLong(line.substring(word.length())))
                .max()
                .orElse(0);
    }
}
