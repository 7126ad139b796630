package org.lyceum.sfu;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.PacketHistory;
import org.lyceum.wire.codec.FrameInfo;
import org.lyceum.wire.codec.LayerHeights;
import org.lyceum.wire.codec.PayloadCodec;
import org.lyceum.wire.codec.PictureSize;

/**
 * One simulcast encoding of a track, as one shard sees it: what is held of it for retransmission and for newcomers, whether it
 * is alive, and who wishes what of it. Confined to its shard's loop.
 */
final class Layer {
    /** So many packets may overtake the first of a key frame; a source that jumps further costs no search. */
    static final int MAX_OVERTAKING = 512;

    private static final long HISTORY_NANOS = 2_000_000_000L;
    private static final int VIDEO_HISTORY = 2048;
    private static final int AUDIO_HISTORY = 256;
    private static final long GIVE_UP_NANOS = 1_000_000_000L;
    private static final int GIVE_UP_SEARCH = 64;

    private final boolean video;
    private final PictureSize sizes;
    private final PacketHistory history;
    private final KeyFrameCache cache = new KeyFrameCache();
    private final KeyFrameWish wish = new KeyFrameWish();
    private boolean started;
    private long newest;
    private long newestCapture;
    private boolean keyFrameKnown;
    private long keyFrame;
    private long keyFrameArrival;
    private final LayerRates rates = new LayerRates();
    private final LayerHeights heights = new LayerHeights();

    Layer(MediaKind kind, PictureSize sizes) {
        this.sizes = sizes;
        video = kind == MediaKind.VIDEO;
        history = new PacketHistory(video ? VIDEO_HISTORY : AUDIO_HISTORY, HISTORY_NANOS);
    }

    /** True where a watcher can begin. */
    static boolean beginsKeyFrame(FrameInfo frame) {
        return frame.keyFrame() && frame.startOfFrame() && frame.spatialLayer() == 0;
    }

    void receive(MediaPacket packet, long nowNanos) {
        history.add(packet);
        rates.add(packet, nowNanos);
        if (!started || packet.sequence() > newest) {
            newest = packet.sequence();
            newestCapture = packet.captureNanos();
            started = true;
        }
        if (!video) {
            return;
        }
        if (beginsKeyFrame(packet.frame()) && (!keyFrameKnown || packet.sequence() > keyFrame)) {
            keyFrameKnown = true;
            keyFrame = packet.sequence();
            keyFrameArrival = nowNanos;
            wish.fulfilled(nowNanos);
            beginCache(packet);
            measurePicture(packet);
        } else {
            cache.add(packet);
        }
    }

    private void measurePicture(MediaPacket packet) {
        sizes.read(PayloadCodec.valueOf(packet.codec().type().name()), packet.payload(), packet.dependencyDescriptor());
        heights.seen(sizes);
    }

    private void beginCache(MediaPacket packet) {
        if (wish.trusted()) {
            cache.clear();
            return;
        }
        cache.begin(packet);
        // What overtook the key frame's first packet belongs to it.
        long last = Math.min(newest, packet.sequence() + MAX_OVERTAKING);
        for (long sequence = packet.sequence() + 1; sequence <= last; sequence++) {
            MediaPacket later = history.get(sequence, packet.arrivalNanos());
            if (later != null) {
                cache.add(later);
            }
        }
    }

    /** Another source is behind the track: nothing that is held belongs to it. */
    void otherSource() {
        history.clear();
        cache.clear();
        wish.otherSource();
        started = false;
        keyFrameKnown = false;
        rates.otherSource();
        heights.clear();
    }

    /** Lets go of what is too old. */
    void expire(long nowNanos) {
        history.expire(nowNanos);
    }

    boolean started() {
        return started;
    }

    LayerRates rates() {
        return rates;
    }

    /** Picture height of a spatial layer, on or off, 0 where it is not known. */
    int height(int spatial) {
        return heights.height(spatial);
    }

    long newest() {
        return newest;
    }

    long newestCapture() {
        return newestCapture;
    }

    KeyFrameWish wish() {
        return wish;
    }

    @Nullable
    MediaPacket held(long sequence, long nowNanos) {
        MediaPacket packet = history.get(sequence, nowNanos);
        return packet != null ? packet : cache.get(sequence);
    }

    /** Where a newcomer can begin without waiting; {@link TrackFeed#NONE} if there is no such packet. */
    long keyFrameHeld(long maxAgeNanos, long nowNanos) {
        if (!keyFrameKnown || nowNanos - keyFrameArrival > maxAgeNanos) {
            return TrackFeed.NONE;
        }
        if (cache.holding() && cache.first() == keyFrame) {
            return keyFrame;
        }
        return history.get(keyFrame, nowNanos) != null ? keyFrame : TrackFeed.NONE;
    }

    /** It has not come, and what came after it is so old that it will not come any more; or it has been let go. */
    boolean lost(long sequence, long nowNanos) {
        if (held(sequence, nowNanos) != null) {
            return false;
        }
        long until = Math.min(newest, sequence + GIVE_UP_SEARCH);
        for (long later = sequence + 1; later <= until; later++) {
            MediaPacket packet = history.get(later, nowNanos);
            if (packet != null) {
                return nowNanos - packet.arrivalNanos() > GIVE_UP_NANOS;
            }
        }
        return sequence + GIVE_UP_SEARCH < newest;
    }
}
