package org.lyceum.e2e.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

/**
 * What happened in a house in the two months before its server was started: someone was live on many evenings, and people watched, paid
 * by the second and gave tips. It is told to the domain, with a clock that goes from then to now; by chance, but always by the same.
 */
public final class Past implements InstantSource {
    public static final String CREATOR = "ada@example.org";
    /** Has watched and given more than anybody else. */
    public static final String SUPPORTER = "bob@example.org";

    private static final int DAYS = 60;
    private static final int SEED = 11;
    private static final long PRICE = 600;
    private static final List<String> NAMES =
            List.of("Bob", "Carla", "Someone whose name is as long as names may be here", "Dmitri", "Eve", "Fatima");

    private final Random random = new Random(SEED);
    private final Instant now = Instant.now();
    private Instant clock = now.minus(Duration.ofDays(DAYS + 1));
    private final Platform platform;
    private final List<String> people = new ArrayList<>();

    private Past(Path data) {
        platform = Platform.open(PlatformSettings.in(data), this);
    }

    /** All of it, in this data folder. */
    public static void happen(Path data) {
        Past past = new Past(data);
        try {
            past.live();
        } finally {
            past.platform.close();
        }
    }

    @Override
    public Instant instant() {
        return clock;
    }

    private void live() {
        String creator = person(CREATOR, "Ada");
        for (String name : NAMES) {
            String email = people.isEmpty() ? SUPPORTER : "person-" + people.size() + "@example.net";
            people.add(person(email, name));
            platform.money().wallets().grant(null, people.getLast(), 10_000_000, "");
        }
        Stream priced = stream(creator, "Fugues at nine", PRICE);
        pass(Duration.ofSeconds(1));
        Stream free = stream(creator, "Preludes, played slowly, for an evening that is longer than others", 0);
        for (int day = DAYS; day >= 0; day--) {
            clock = now.minus(Duration.ofDays(day)).minus(Duration.ofHours(3));
            platform.money().settleEarnings();
            if (day == 0 || random.nextInt(5) > 1) {
                broadcast(random.nextInt(3) == 0 ? free : priced);
            }
        }
    }

    private String person(String email, String name) {
        return platform.accounts().create(email, Api.PASSWORD, name, Set.of()).id();
    }

    private Stream stream(String creator, String title, long pricePerMinute) {
        return platform.streams().create(creator, new NewStream(title, "", Visibility.PUBLIC, pricePerMinute)).stream();
    }

    private record Visit(String id, Instant since) {}

    /** People come one after the other, and go in the same order. */
    private void broadcast(Stream stream) {
        Deque<Visit> visits = new ArrayDeque<>();
        platform.streams().mediaStarted(stream.id());
        for (String person : people) {
            pass(Duration.ofSeconds(random.nextInt(400)));
            if (random.nextInt(4) == 0 && !person.equals(people.getFirst())) {
                continue;
            }
            visits.add(new Visit(platform.streams().viewerConnected(stream.id(), person, "webrtc"), clock));
            if (stream.pricePerMinute() > 0) {
                pay(stream, person, 10 + random.nextInt(40));
            }
            if (random.nextInt(3) == 0) {
                platform.tips().give(null, person, stream, 100L * (1 + random.nextInt(20)), "What a lovely fugue!");
            }
        }
        while (!visits.isEmpty()) {
            Visit visit = visits.remove();
            pass(Duration.ofSeconds(random.nextInt(500)));
            long seconds = Duration.between(visit.since(), clock).toSeconds();
            platform.streams().viewerDisconnected(visit.id(), seconds);
        }
        platform.streams().mediaStopped(stream.id());
    }

    private void pay(Stream stream, String person, int seconds) {
        String session =
                platform.metering().open(stream, new Watcher(person, person)).sessionId();
        platform.metering().agree(session, PRICE, null);
        for (int i = 1; i <= seconds; i++) {
            platform.metering().second(Map.of(session, true));
            pass(Duration.ofSeconds(1));
            if (i % 4 == 0) {
                platform.metering().flush();
            }
        }
        platform.metering().close(session);
        platform.metering().flush();
    }

    private void pass(Duration time) {
        clock = clock.plus(time);
    }
}
