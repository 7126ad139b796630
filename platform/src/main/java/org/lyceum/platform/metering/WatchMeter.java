package org.lyceum.platform.metering;

/**
 * Meters one watcher. Its time is the seconds it is told of: it has no clock, no thread and no database. Not safe to call from many
 * threads.
 *
 * <p>A second counts once it is acknowledged: first against the preview, then against the wallet. The next one is allowed only when
 * it is paid for by what is held already, so that nobody ever owes anything.
 */
final class WatchMeter {
    /** So many in a row unacknowledged leave the sound alone. */
    static final int SOUND_ONLY_AFTER = 5;
    /** So many end it. */
    static final int ENDED_AFTER = 30;
    /** Who was silent in the session before has so many to show that they are there, with the sound alone. */
    static final int GRACE = 5;
    /** So many are held ahead, so that a session outlives a ledger that is away for a moment. */
    static final int HOLD = 10;
    /** Once less than this is held ahead, it is filled up to {@link #HOLD}: every wallet is asked every few seconds only. */
    static final int HOLD_LOW = 5;

    private final long pricePerMinute;
    private final Preview preview;
    private boolean agreed;
    private long cap = Long.MAX_VALUE;
    private long funds;
    private long previewSeconds;
    private long seconds;
    private int unacknowledged;
    private Allowed allowed;

    /**
     * @param pricePerMinute for the whole session
     * @param preview which other sessions may use up, too
     */
    WatchMeter(long pricePerMinute, Preview preview) {
        this.pricePerMinute = pricePerMinute;
        this.preview = preview;
        this.unacknowledged = Math.min(preview.silent(), ENDED_AFTER - GRACE);
        this.allowed = Allowed.FULL;
        this.allowed = next();
    }

    /** A second has passed. @return what may be sent in the next one */
    Allowed second(boolean acknowledged) {
        if (allowed.isMedia()) {
            if (acknowledged) {
                unacknowledged = 0;
                count();
            } else {
                unacknowledged++;
            }
            preview.silent(unacknowledged);
        }
        allowed = next();
        return allowed;
    }

    /** The watcher agrees to the price, up to a sum; {@link Long#MAX_VALUE} for any. */
    void agree(long spendingCap) {
        agreed = true;
        cap = spendingCap;
        allowed = next();
    }

    /** What was taken ahead for this session altogether, spent seconds included. */
    void funded(long total) {
        funds = total;
        allowed = next();
    }

    /** The last ones, which were our fault, cost nothing. */
    void refund(long lastSeconds) {
        seconds -= Math.min(lastSeconds, seconds);
        allowed = next();
    }

    void close(Allowed reason) {
        if (!allowed.isFinal()) {
            allowed = reason;
        }
    }

    Allowed allowed() {
        return allowed;
    }

    /** Seen for nothing. */
    long previewSeconds() {
        return previewSeconds;
    }

    /** To be paid. */
    long seconds() {
        return seconds;
    }

    /** What they cost. */
    long charged() {
        return Price.of(seconds, pricePerMinute);
    }

    /** Seconds that are free yet. */
    long previewLeft() {
        return preview.left();
    }

    /** How many seconds more can be paid from so much beyond what they cost so far; the cap counts, too. */
    long secondsLeft(long balance) {
        return Math.max(0, Price.secondsFor(Math.min(charged() + balance, cap), pricePerMinute) - seconds);
    }

    /** What should be taken ahead now beyond what was; 0 while enough is held. */
    long wanted() {
        if (!agreed || allowed.isFinal() || funds >= capped(seconds + HOLD_LOW)) {
            return 0;
        }
        return Math.max(0, capped(seconds + HOLD) - funds);
    }

    private void count() {
        if (preview.left() > 0) {
            preview.seen();
            previewSeconds++;
        } else if (isPaid()) {
            seconds++;
        }
    }

    /** Another session may have seen the last second of the preview, which this one was allowed. */
    private boolean isPaid() {
        return pricePerMinute == 0 || (agreed && Price.of(seconds + 1, pricePerMinute) <= Math.min(funds, cap));
    }

    private Allowed next() {
        if (allowed.isFinal()) {
            return allowed;
        }
        if (unacknowledged >= ENDED_AFTER) {
            return Allowed.UNACKNOWLEDGED;
        }
        if (preview.left() == 0 && pricePerMinute > 0) {
            if (!agreed) {
                return Allowed.PRICE_NOT_AGREED;
            }
            long nextCost = Price.of(seconds + 1, pricePerMinute);
            if (nextCost > cap) {
                return Allowed.CAP_REACHED;
            }
            if (nextCost > funds) {
                return Allowed.OUT_OF_FUNDS;
            }
        }
        return unacknowledged >= SOUND_ONLY_AFTER ? Allowed.SOUND_ONLY : Allowed.FULL;
    }

    private long capped(long total) {
        return Math.min(Price.of(total, pricePerMinute), cap);
    }
}
