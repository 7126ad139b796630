package org.lyceum.platform.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.lyceum.platform.Platform;
import org.lyceum.platform.metering.Receipt;
import org.lyceum.platform.tips.Tip;

/**
 * A house under load that is killed again and again, at moments that follow from a seed, and looked at after each of them:
 * nothing that it acknowledged may be lost, nothing charged twice.
 */
final class KilledHouse {
    private static final int LINES_AT_MOST = 400;

    private final Path folder;
    private final String url;
    private final long seed;
    private final Random random;
    private final Map<Integer, String> tips = new HashMap<>();
    private long sessions;
    private long transactions;

    /** @param url of PostgreSQL; empty for SQLite in the folder */
    KilledHouse(Path folder, String url, long seed) {
        this.folder = folder;
        this.url = url;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Lets it work, kills it, opens it again and looks at everything. */
    void killOnce() throws Exception {
        List<String> said = runAndKill(random.nextInt(LINES_AT_MOST));
        said.stream()
                .filter(line -> line.startsWith("tip "))
                .map(line -> line.split(" ", -1))
                .forEach(words -> tips.put(Integer.parseInt(words[1]), words[2]));
        try (Platform platform = Platform.open(BusyHouse.settings(folder, url), InstantSource.system())) {
            checkMoney(platform);
            checkSessions(platform, said);
        }
    }

    /** Tips that it acknowledged so far. */
    int tips() {
        return tips.size();
    }

    /** Sessions of watching that were open when it was killed. */
    long sessions() {
        return sessions;
    }

    /** What its ledger holds. */
    long transactions() {
        return transactions;
    }

    private List<String> runAndKill(int lines) throws Exception {
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

    private void checkMoney(Platform platform) {
        assertThat(platform.money().verify().faults()).as("seed %d", seed).isEmpty();
        tips.forEach((number, id) ->
                assertThat(platform.tips().find(id).map(Tip::message)).contains("number " + number));

        Crowd crowd = new Crowd(platform, BusyHouse.WALLETS, BusyHouse.AMOUNT);
        assertThat(crowd.total()).as("seed %d", seed).isEqualTo(BusyHouse.WALLETS * BusyHouse.AMOUNT);
        transactions = platform.money().verify().transactions();
        tips.forEach((number, id) -> assertThat(crowd.tip(seed, number).id()).isEqualTo(id));
        assertThat(platform.money().verify().transactions()).isEqualTo(transactions);
    }

    private void checkSessions(Platform platform, List<String> said) {
        long flushed = last(said, "flushed ");
        long metered = last(said, "metered ");
        for (String line : said) {
            if (line.startsWith("session ")) {
                sessions++;
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
