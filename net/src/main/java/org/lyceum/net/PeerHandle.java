package org.lyceum.net;

import java.util.concurrent.CompletableFuture;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.sfu.LayerWish;

/** One peer connection, from any thread. */
public interface PeerHandle {
    /** Unique in the process; for logs. */
    String id();

    /**
     * Before an answer to an offer of this side has come: checks under these credentials belong to this peer. They are kept
     * until {@link #update} and so cost the other side no repetition.
     */
    void expect(String localUfrag, String localPwd);

    /** Applies the outcome of an offer and answer; the first one registers the ICE credentials and starts the clock of 15 s. */
    void update(SessionUpdate update);

    /**
     * What the page at the other end wishes of the track that it is sent on this m-line. Holds until another wish or the end of
     * the subscription ({@link RoomMedia#subscribe} begins one without a wish); without a subscription nothing happens.
     */
    void layerWish(String mid, LayerWish wish);

    /** Ends it: close_notify is sent, subscriptions and publications of it end. Harmless when it is over already. */
    void close();

    /** Counters of now, read on the peer's loop; completes exceptionally when the peer is gone. */
    CompletableFuture<PeerStats> stats();
}
