package org.lyceum.server.room;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.streams.Stream;
import org.lyceum.server.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the seconds of all who watch for money, in all rooms: once a second it looks at what each connection's other end has
 * acknowledged, says so to the domain in one call, and mails the rooms what has changed. What waits for the database waits on {@code executor}.
 *
 * <p>{@link #second} and {@link #flush} are called by one thread each. The rest is safe from any thread.
 */
final class WatchMeters {
    static final Duration SECOND = Duration.ofSeconds(1);

    /** How long {@link #flush} waits in between. */
    static final Duration BATCH = Metering.BATCH;

    private static final Logger LOG = LoggerFactory.getLogger(WatchMeters.class);
    private static final long NANOS = SECOND.toNanos();
    /** A process that stood still for so long has kept everybody waiting. */
    private static final long OUTAGE_NANOS = 2 * NANOS;

    private static final int OPEN_AGAIN_SECONDS = 5;

    private final MeterFacts facts;
    private final Executor executor;
    private final Set<MeteredWatch> watches = ConcurrentHashMap.newKeySet();
    private boolean counted;
    private long lastNanos;

    WatchMeters(MeterFacts facts, Executor executor) {
        this.facts = facts;
        this.executor = executor;
    }

    /** Somebody begins to watch what costs something; the room hears of it by mail. Nothing may be sent before. */
    MeteredWatch open(Stream stream, Watcher watcher, Participant owner, Consumer<RoomMessage> room) {
        MeteredWatch watch = new MeteredWatch(stream, watcher, owner, room);
        watches.add(watch);
        executor.execute(() -> open(watch));
        return watch;
    }

    /** The watcher agrees to a price, for what the session may cost; the room hears of it by mail. */
    void agree(MeteredWatch watch, String sessionId, long price, @Nullable Long cap) {
        executor.execute(() -> {
            try {
                facts.agree(sessionId, price, cap);
                watch.tell(facts);
            } catch (Refusal e) {
                watch.mail(new RoomMessage.AgreeRefused(watch.owner(), codeOf(e), e.sentence()));
            } catch (RuntimeException e) {
                LOG.warn("an agreement to a price could not be written", e);
                watch.mail(new RoomMessage.AgreeRefused(
                        watch.owner(), ErrorCode.NOT_STORED, "This can not be written down now; try again."));
            }
        });
    }

    /** The watcher has left. Waits for nothing. */
    void close(MeteredWatch watch) {
        watch.ended = true;
        watches.remove(watch);
        String sessionId = watch.sessionId;
        if (sessionId != null) {
            facts.close(sessionId);
        }
    }

    /** What prices are in. */
    Currency currency() {
        return facts.currency();
    }

    /** A second has passed, or as much as it took. */
    void second(long nowNanos) {
        refundStandstill(nowNanos);
        List<MeteredWatch> open = List.copyOf(watches);
        Map<String, Integer> confirmed = new HashMap<>();
        for (MeteredWatch watch : open) {
            String sessionId = watch.sessionId;
            if (sessionId == null) {
                openAgain(watch);
                continue;
            }
            int seconds = watch.second();
            if (seconds >= 0) {
                confirmed.put(sessionId, seconds);
            }
            watch.ask();
        }
        count(confirmed);
        for (MeteredWatch watch : open) {
            watch.tell(facts);
        }
    }

    /** Brings what was counted to the ledger. A failure is logged, and made good by the next one. */
    void flush() {
        try {
            facts.flush();
        } catch (RuntimeException e) {
            LOG.error("seconds that were watched could not be written; they wait", e);
        }
    }

    /** One call, and more only for those whose receiver report has confirmed several seconds. */
    private void count(Map<String, Integer> confirmed) {
        Map<String, Boolean> round = new HashMap<>();
        confirmed.forEach((session, seconds) -> round.put(session, seconds > 0));
        for (int i = 1; !round.isEmpty(); i++) {
            int counted = i;
            facts.second(round);
            round.keySet().removeIf(session -> confirmed.getOrDefault(session, 0) <= counted);
        }
    }

    /** The process stood still, and everybody's picture with it: as many seconds as that are given back. */
    private void refundStandstill(long nowNanos) {
        long late = nowNanos - lastNanos - NANOS;
        boolean stoodStill = counted && late >= OUTAGE_NANOS;
        counted = true;
        lastNanos = nowNanos;
        if (stoodStill) {
            Set<String> streams = new HashSet<>();
            watches.forEach(watch -> streams.add(watch.stream.id()));
            LOG.warn("this server stood still for {} s, which is refunded in {} streams", late / NANOS, streams.size());
            streams.forEach(stream -> facts.outage(stream, late / NANOS));
        }
    }

    private void openAgain(MeteredWatch watch) {
        if (watch.openAgainIn.get() > 0 && watch.openAgainIn.decrementAndGet() == 0) {
            executor.execute(() -> open(watch));
        }
    }

    private void open(MeteredWatch watch) {
        try {
            String sessionId = facts.open(watch.stream, watch.watcher).sessionId();
            watch.sessionId = sessionId;
            if (watch.ended) {
                facts.close(sessionId);
            } else {
                watch.tell(facts);
            }
        } catch (RuntimeException e) {
            LOG.warn("a session of watching stream {} could not be opened", watch.stream.id(), e);
            watch.openAgainIn.set(OPEN_AGAIN_SECONDS);
            watch.mail(new RoomMessage.Metered(watch.owner(), watch, unavailable(watch.stream)));
        }
    }

    private static Standing unavailable(Stream stream) {
        return new Standing(Allowed.LEDGER_AWAY, stream.pricePerMinute(), 0, 0, 0, null, null);
    }

    private static ErrorCode codeOf(Refusal refusal) {
        return switch (refusal.code()) {
            case "price-differs" -> ErrorCode.PRICE_DIFFERS;
            case "sign-in-required" -> ErrorCode.UNAUTHORIZED;
            case "watch-over" -> ErrorCode.NOT_SUBSCRIBED;
            default -> ErrorCode.BAD_FIELD;
        };
    }
}
