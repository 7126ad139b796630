package org.lyceum.turn;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** Allocate and Refresh (RFC 8656, 7 and 8). Confined to the engine's thread. */
final class AllocateHandler {
    static final long DEFAULT_LIFETIME_SECONDS = 600;
    static final long MAX_LIFETIME_SECONDS = 3600;

    /** An allocation may save up a quarter of a second's bytes, and some packets of the largest size at least. */
    private static final int BURST_PART = 4;

    private static final int LEAST_BURST_BYTES = 64_000;

    private final TurnHouse house;
    private final TurnEngine engine;
    private final TurnOutlet outlet;
    private final RelayOpener relays;
    private final Replies replies;
    private final TurnCounters counters;

    AllocateHandler(
            TurnHouse house,
            TurnEngine engine,
            TurnOutlet outlet,
            RelayOpener relays,
            Replies replies,
            TurnCounters counters) {
        this.house = house;
        this.engine = engine;
        this.outlet = outlet;
        this.relays = relays;
        this.replies = replies;
        this.counters = counters;
    }

    void allocate(Request request, TurnCredentials.User user) {
        Allocation existing = engine.find(request.transport(), request.client());
        if (existing != null && existing.holds(request.nowNanos())) {
            again(request, user, existing);
            return;
        }
        if (existing != null) {
            engine.end(existing);
        }
        TurnError flaw = Wanted.flaw(request.message());
        if (flaw != null) {
            replies.error(request, flaw, user.key());
        } else if (request.message().has(Attributes.DONT_FRAGMENT) && !outlet.canForbidFragments()) {
            replies.unknown(request, new int[] {Attributes.DONT_FRAGMENT}, user.key());
        } else {
            switch (house.quotas().take(user.subject(), request.client().getAddress())) {
                case QUOTA_REACHED -> replies.error(request, TurnError.ALLOCATION_QUOTA_REACHED, user.key());
                case FULL -> replies.error(request, TurnError.INSUFFICIENT_CAPACITY, user.key());
                case TAKEN -> allocate(request, user, Wanted.of(request.message()));
            }
        }
    }

    /** The same request again, whose answer was lost, gets the same answer; another one is refused (RFC 8656, 7.2). */
    private void again(Request request, TurnCredentials.User user, Allocation existing) {
        boolean same = request.message().hasTransactionId(existing.transactionId())
                && user.name().equals(existing.user().name());
        if (same) {
            answer(request, existing);
        } else {
            replies.error(request, TurnError.ALLOCATION_MISMATCH, user.key());
        }
    }

    private void allocate(Request request, TurnCredentials.User user, Wanted wanted) {
        long now = request.nowNanos();
        long rate = house.settings().bytesPerSecond();
        Allocation allocation = new Allocation(
                request.transport(),
                request.client(),
                user,
                request.message().transactionId(),
                new TokenBucket(rate, Math.max(rate / BURST_PART, LEAST_BURST_BYTES), now),
                counters);
        TurnError refusal = relays.open(allocation, wanted, now);
        if (refusal != null) {
            house.quotas().release(user.subject(), request.client().getAddress());
            replies.error(request, refusal, user.key());
            return;
        }
        allocation.expiresAt(now + TimeUnit.SECONDS.toNanos(lifetime(request, user)));
        engine.begin(allocation);
        answer(request, allocation);
    }

    private void answer(Request request, Allocation allocation) {
        StunWriter writer = replies.success(request);
        for (Relay relay : allocation.relays()) {
            writer.xorAddress(Attributes.XOR_RELAYED_ADDRESS, relay.address());
        }
        long lifetime = TimeUnit.NANOSECONDS.toSeconds(allocation.remainingNanos(request.nowNanos()));
        writer.number(Attributes.LIFETIME, (int) lifetime).xorMappedAddress(request.client());
        if (allocation.reservationToken != null) {
            writer.attribute(Attributes.RESERVATION_TOKEN, allocation.reservationToken);
        }
        if (allocation.addressError != null) {
            writer.attribute(Attributes.ADDRESS_ERROR_CODE, allocation.addressError.toValue());
        }
        replies.send(request, allocation.user().key());
    }

    /** What was asked for within bounds, and no longer than the credentials. */
    private long lifetime(Request request, TurnCredentials.User user) {
        long asked = Math.max(request.message().number(Attributes.LIFETIME), DEFAULT_LIFETIME_SECONDS);
        long left = user.expirySeconds() - house.epochSeconds(request.nowNanos());
        return Math.min(Math.min(asked, MAX_LIFETIME_SECONDS), left);
    }

    /** @param allocation of this user */
    void refresh(Request request, Allocation allocation) {
        StunMessage message = request.message();
        TurnCredentials.User user = allocation.user();
        Relay only = null;
        if (message.has(Attributes.REQUESTED_ADDRESS_FAMILY)) {
            only = relayOfFamily(allocation, message.number(Attributes.REQUESTED_ADDRESS_FAMILY));
            if (only == null) {
                replies.error(request, TurnError.PEER_ADDRESS_FAMILY_MISMATCH, user.key());
                return;
            }
        }
        long lifetime = message.number(Attributes.LIFETIME) == 0 ? 0 : lifetime(request, user);
        if (lifetime > 0) {
            allocation.expiresAt(request.nowNanos() + TimeUnit.SECONDS.toNanos(lifetime));
        } else if (only != null && allocation.relays().size() > 1) {
            allocation.relays().remove(only);
            relays.close(only);
        } else {
            engine.end(allocation);
        }
        replies.success(request).number(Attributes.LIFETIME, (int) lifetime);
        replies.send(request, user.key());
    }

    private static @Nullable Relay relayOfFamily(Allocation allocation, long attribute) {
        Family family = attribute < 0 ? null : Family.ofCode((int) (attribute >>> 24));
        return family == null ? null : allocation.relay(family);
    }
}
