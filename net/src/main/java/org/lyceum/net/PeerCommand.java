package org.lyceum.net;

import java.util.concurrent.CompletableFuture;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.TrackId;

/** What signaling asks of a peer; kept in order until the peer has a loop. */
sealed interface PeerCommand {
    record Update(SessionUpdate update) implements PeerCommand {}

    record Publish(Publication publication) implements PeerCommand {}

    record Subscribe(RoomHub room, String mid, TrackId track) implements PeerCommand {}

    record Wish(String mid, LayerWish wish) implements PeerCommand {}

    record Unsubscribe(RoomHub room, String mid) implements PeerCommand {}

    record Stats(CompletableFuture<PeerStats> answer) implements PeerCommand {}

    record Close() implements PeerCommand {}
}
