package org.lyceum.sfu;

import java.util.random.RandomGenerator;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A watcher's m-line. Make one for each {@link OutboundMedia} and keep it as long as that lives, through any number of
 * subscriptions: its sequence numbers, timestamps and picture ids go on through every change of track, source and layer, so
 * that no SRTP nonce is used twice. It listens to the m-line's feedback by itself. Confined to the peer's loop.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class PeerSubscriber implements Subscriber, OutboundListener {
    private final OutboundMedia media;
    private final LayerSelector selector;
    private final RandomGenerator random;

    /**
     * @param random where the first sequence number and timestamp come from (RFC 3550, 5.1); used now only
     */
    public PeerSubscriber(OutboundMedia media, LayerSelector selector, RandomGenerator random) {
        this.media = media;
        this.selector = selector;
        this.random = random;
    }

    @Override
    public void subscribed(TrackFeed feed, long nowNanos) {
        throw unsupported();
    }

    @Override
    public void unsubscribed() {
        throw unsupported();
    }

    @Override
    public void forward(MediaPacket packet, long nowNanos) {
        throw unsupported();
    }

    @Override
    public void nack(int[] sequences, int count, long nowNanos) {
        throw unsupported();
    }

    @Override
    public void keyFrameRequested(long nowNanos) {
        throw unsupported();
    }

    @Override
    public long deadlineNanos() {
        throw unsupported();
    }

    @Override
    public void onDeadline(long nowNanos) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(media + " " + selector + " " + random);
    }
}
