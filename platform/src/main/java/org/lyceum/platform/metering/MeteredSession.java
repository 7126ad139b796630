package org.lyceum.platform.metering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.money.MoneySettings;

/** A session in memory: its meter, and what the database knows of it. Guarded by {@link Metering}. */
final class MeteredSession {
    /** Of {@link #askAgainAt}: more came into the wallet, perhaps while a batch was looking into it. */
    static final long CREDITED = -1;

    final String id;
    final String streamId;
    final String creatorId;
    final @Nullable String viewerId;
    final String previewKey;
    final long previewDay;
    final long pricePerMinute;
    final Preview preview;
    final WatchMeter meter;
    /** What the last batch left in the database. */
    WatchRows.State saved;
    /** It is over, since then; null while it runs. */
    @Nullable
    Instant closedAt;
    /** The wallet was empty when it was asked last; it is asked again by the batch of this number. */
    long askAgainAt;

    MeteredSession(
            String id,
            String streamId,
            String creatorId,
            Watcher watcher,
            long previewDay,
            long pricePerMinute,
            Preview preview) {
        this.id = id;
        this.streamId = streamId;
        this.creatorId = creatorId;
        this.viewerId = watcher.userId();
        this.previewKey = watcher.previewKey();
        this.previewDay = previewDay;
        this.pricePerMinute = pricePerMinute;
        this.preview = preview;
        this.meter = new WatchMeter(pricePerMinute, preview);
        this.saved = new WatchRows.State(id, 0, 0, 0, 0, 0);
    }

    /** What the next batch is to write; null where nothing has changed. */
    MeterBatch.@Nullable Due due(MoneySettings settings, long batch) {
        boolean closing = closedAt != null;
        askAgainAt = Math.max(askAgainAt, 0);
        long wanted = closing || viewerId == null || batch < askAgainAt ? 0 : meter.wanted();
        boolean same = meter.seconds() == saved.seconds() && meter.previewSeconds() == saved.previewSeconds();
        if (same && wanted == 0 && !closing) {
            return null;
        }
        long charged = meter.charged();
        // The fee is that of the sum, so that many small batches do not round it away.
        WatchRows.State next = new WatchRows.State(
                id,
                meter.previewSeconds(),
                meter.seconds(),
                charged,
                settings.feeOf(charged),
                saved.held() - (charged - saved.charged()));
        return new MeterBatch.Due(
                this, saved, next, wanted, closedAt, closing ? meter.allowed().wireName() : null);
    }

    /** @param wallet null where it is not known */
    Standing standing(Allowed allowed, @Nullable Long wallet) {
        Long balance = viewerId == null || wallet == null
                ? null
                : Long.valueOf(wallet + saved.held() - (meter.charged() - saved.charged()));
        Long left = balance == null || pricePerMinute == 0 ? null : Long.valueOf(meter.secondsLeft(balance));
        return new Standing(
                allowed, pricePerMinute, meter.previewLeft(), meter.seconds(), meter.charged(), balance, left);
    }

    /** Whose previews are one: of this viewer, this stream and this day. */
    static String previewOf(String streamId, String viewer, long day) {
        return streamId + ' ' + viewer + ' ' + day;
    }

    void saved(WatchRows.State state) {
        saved = state;
        meter.funded(state.charged() + state.held());
    }
}
