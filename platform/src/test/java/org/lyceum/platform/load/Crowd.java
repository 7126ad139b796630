package org.lyceum.platform.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.lyceum.platform.Platform;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.OnceKey;
import org.lyceum.platform.money.Posted;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

/** Wallets that tip and watch the streams of some creators; what they do follows from a seed. */
final class Crowd {
    static final long PRICE = 600;

    private static final int CREATORS = 3;
    private static final int AT_ONCE = 32;

    final Platform platform;
    final List<String> people = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();

    /** Makes them, where they are not there yet, each with so much in the wallet. */
    Crowd(Platform platform, int wallets, long amount) {
        this.platform = platform;
        for (int i = 0; i < CREATORS; i++) {
            String creator = person("creator" + i);
            List<Stream> own = platform.streams().listByCreator(creator);
            streams.add(
                    own.isEmpty()
                            ? platform
                                    .streams()
                                    .create(creator, new NewStream("Stream " + i, "", Visibility.PUBLIC, PRICE))
                                    .stream()
                            : own.getFirst());
        }
        // No more at once than may wait for their passwords to be hashed.
        for (int from = 0; from < wallets; from += AT_ONCE) {
            int first = from;
            people.addAll(atOnce(Math.min(AT_ONCE, wallets - from), i -> person("payer" + (first + i))));
        }
        // Once for each, however often this is run.
        atOnce(wallets, i -> {
            String payer = people.get(i);
            return platform.money().wallets().grant(new OnceKey(payer, "start", "money", ""), payer, amount, "");
        });
    }

    /** Makes so many, each on a thread of its own, so that they wait for the disk together. */
    static <T> List<T> atOnce(int count, IntFunction<T> each) {
        List<Future<T>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                made.add(threads.submit(() -> each.apply(number)));
            }
        }
        return made.stream().map(Crowd::result).toList();
    }

    private static <T> T result(Future<T> done) {
        if (done.state() == Future.State.FAILED) {
            throw new IllegalStateException(done.exceptionNow());
        }
        return done.resultNow();
    }

    private String person(String name) {
        String email = name + "@example.org";
        try {
            return platform.accounts().idOf(email);
        } catch (org.lyceum.platform.Refusal _) {
            return platform.accounts()
                    .create(email, "correct horse", name, Set.of())
                    .id();
        }
    }

    /** The tip of this number is always the same one. */
    Posted tip(long seed, int number) {
        Random random = new Random(seed * 1_000_003 + number);
        String payer = people.get(random.nextInt(people.size()));
        Stream stream = streams.get(random.nextInt(streams.size()));
        return platform.tips()
                .give(
                        new OnceKey(payer, "tip", seed + "/" + number, ""),
                        payer,
                        stream,
                        random.nextInt(1, 50),
                        "number " + number);
    }

    /** A session of this payer that has agreed to pay. */
    String watch(int payer) {
        String session = platform.metering()
                .open(streams.get(payer % streams.size()), new Watcher(people.get(payer), "192.0.2.1"))
                .sessionId();
        platform.metering().agree(session, PRICE, null);
        return session;
    }

    /** All there is in wallets and pending. */
    long total() {
        return people.stream().mapToLong(this::of).sum()
                + streams.stream().mapToLong(stream -> of(stream.creatorId())).sum();
    }

    private long of(String person) {
        var wallet = platform.money().wallets().of(person);
        return wallet.balance() + wallet.pending();
    }
}
