package org.lyceum.net;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.sfu.Allocator;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.PeerSubscriber;
import org.lyceum.sfu.TrackId;

/**
 * What one connected peer watches, and how its bandwidth is divided among it: the peer's estimate goes to the allocator, what
 * the allocator would use goes to the peer. Confined to the peer's loop.
 */
final class Subscriptions implements Allocator.Listener {
    private record Subscription(RoomHub room, TrackId track, PeerSubscriber subscriber) {}

    private final PeerSession session;
    private final MediaLoop home;
    private final Peer peer;
    private final Allocator allocator = new Allocator(this);
    private final double lot;
    private final Map<String, Subscription> byMid = new HashMap<>();
    private final IdentityHashMap<OutboundMedia, PeerSubscriber> subscribers = new IdentityHashMap<>();

    Subscriptions(PeerSession session, MediaLoop home, Peer peer) {
        this.session = session;
        this.home = home;
        this.peer = peer;
        this.lot = home.shedding().drawLot();
    }

    /** Replaces what was sent on the m-line; nothing happens where the m-line is gone. */
    void subscribe(RoomHub room, String mid, TrackId track, long nowNanos) {
        unsubscribe(mid, nowNanos);
        OutboundMedia media = peer.outbound(mid);
        if (media == null) {
            return;
        }
        if (byMid.isEmpty()) {
            allocator.bandwidth(peer.availableBitrate(), nowNanos);
            allocator.ration(home.shedding().ration(lot), nowNanos);
        }
        PeerSubscriber subscriber = subscribers.computeIfAbsent(media, line -> home.subscriberFor(line, allocator));
        byMid.put(mid, new Subscription(room, track, subscriber));
        allocator.add(subscriber, nowNanos);
        room.shardOn(home).subscribe(session, mid, track, subscriber, nowNanos);
        attendRooms();
    }

    /** Of whichever room it was, and whatever the m-line sends on by now. */
    void unsubscribe(String mid, long nowNanos) {
        Subscription subscription = byMid.remove(mid);
        if (subscription != null) {
            allocator.remove(subscription.subscriber(), nowNanos);
            subscription.room().shardOn(home).unsubscribe(subscription.track(), subscription.subscriber());
            attendRooms();
        }
    }

    /** The page's wish for what is sent on the m-line now. */
    void wish(String mid, LayerWish wish, long nowNanos) {
        Subscription subscription = byMid.get(mid);
        if (subscription != null) {
            allocator.wish(subscription.subscriber(), wish, nowNanos);
            attendRooms();
        }
    }

    void bandwidth(long bitsPerSecond, long nowNanos) {
        if (!byMid.isEmpty()) {
            allocator.bandwidth(bitsPerSecond, nowNanos);
            attendRooms();
        }
    }

    /** Follows what the loop sheds. */
    void ration(long nowNanos) {
        if (!byMid.isEmpty()) {
            allocator.ration(home.shedding().ration(lot), nowNanos);
            attendRooms();
        }
    }

    void endAll(long nowNanos) {
        List.copyOf(byMid.keySet()).forEach(mid -> unsubscribe(mid, nowNanos));
    }

    long deadlineNanos() {
        return allocator.deadlineNanos();
    }

    void onDeadline(long nowNanos) {
        if (allocator.deadlineNanos() <= nowNanos) {
            allocator.onDeadline(nowNanos);
            attendRooms();
        }
    }

    /** What the allocator has changed may have given the rooms' shards other deadlines. */
    private void attendRooms() {
        byMid.values().forEach(subscription -> subscription.room().shardOn(home).reschedule());
    }

    @Override
    public void wanted(long bitsPerSecond) {
        peer.wanted(bitsPerSecond);
    }
}
