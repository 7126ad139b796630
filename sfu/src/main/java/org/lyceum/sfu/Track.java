package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.PictureSize;

/** One track on one shard: its source, if that is here, its layers and its subscribers here. Confined to the shard's loop. */
final class Track {
    static final long STALL_NANOS = 2_000_000_000L;
    private static final int MAX_LAYERS = 8;
    /** What is wanted comes within so long, or the source cannot. */
    private static final long EXPECTED_NANOS = 4_000_000_000L;

    private static final long NEVER_WANTED = Long.MIN_VALUE;
    /** What is wanted is said again to the shard with the source, which may be another one by now. */
    private static final long REPEAT_NANOS = 1_000_000_000L;

    /** A track that nobody here publishes or watches is forgotten after so much silence. */
    private static final long FORGET_NANOS = 10_000_000_000L;

    private final TrackId id;
    private final ShardLinks links;
    private final ShardEvents events;
    private final RoomShard shard;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final PictureSize sizes = new PictureSize();
    private final PacketRun run = new PacketRun();
    /** What the newest sequence number of each layer was before the stretch that is being handed out. */
    private final long[] newestBefore = new long[MAX_LAYERS];

    private Layer[] layers = new Layer[0];
    private @Nullable Publisher publisher;
    /** The newest packet came from the publisher here, so that this shard speaks for the track. */
    private boolean sourceIsHere;

    private final LayerDemand demand;
    /** Since when the watchers here have wanted each layer, by the bits of {@link WantedLayers}. */
    private final long[] wantedSince = new long[Integer.SIZE];
    /** What the source was told last, and the shard that has it. */
    private int toldSource = WantedLayers.EVERY_SOURCE_LAYER;

    private int toldUpstream;

    private long toldUpstreamAt;
    private int epoch = Integer.MIN_VALUE;
    private @Nullable Codec codec;
    private @Nullable Codec announced;
    private long lastArrival;

    Track(TrackId id, ShardLinks links, ShardEvents events, RoomShard shard, long nowNanos) {
        this.id = id;
        this.links = links;
        this.events = events;
        this.shard = shard;
        lastArrival = nowNanos;
        demand = new LayerDemand(nowNanos);
        Arrays.fill(wantedSince, NEVER_WANTED);
        Arrays.fill(newestBefore, TrackFeed.NONE);
    }

    void publish(Publisher source, int firstEpoch, long nowNanos) {
        publisher = source;
        sourceIsHere = true;
        if (firstEpoch > epoch) {
            begin(firstEpoch, nowNanos);
        }
        lastArrival = nowNanos;
        shard.wakeAt(nowNanos + STALL_NANOS);
    }

    void unpublish() {
        publisher = null;
        if (sourceIsHere) {
            sourceIsHere = false;
            stalled();
        }
    }

    private void stalled() {
        if (announced != null) {
            announced = null;
            events.trackStalled(id);
        }
    }

    void receive(MediaPacket packet, long nowNanos) {
        if (publisher == null || packet.epoch() < epoch) {
            return;
        }
        sourceIsHere = true;
        if (accept(packet, nowNanos)) {
            if (announced == null || otherCodec(packet.codec(), announced)) {
                announced = packet.codec();
                events.trackFlowing(id, packet.codec());
            }
            links.forward(id, packet);
        }
    }

    /** Opus bare and Opus in RED come by turns and are one. */
    private static boolean otherCodec(Codec a, Codec b) {
        return !a.equals(b) && (a.type().kind() == MediaKind.VIDEO || b.type().kind() == MediaKind.VIDEO);
    }

    void receiveRemote(MediaPacket packet, long nowNanos) {
        if (packet.epoch() < epoch || (sourceIsHere && publisher != null && packet.epoch() == epoch)) {
            return; // strays of a source that has moved here
        }
        sourceIsHere = false;
        announced = null; // the other shard speaks now
        accept(packet, nowNanos);
    }

    private boolean accept(MediaPacket packet, long nowNanos) {
        int index = packet.layer();
        if (index < 0 || index >= MAX_LAYERS) {
            return false;
        }
        if (packet.epoch() > epoch) {
            begin(packet.epoch(), nowNanos);
        }
        codec = packet.codec();
        lastArrival = nowNanos;
        if (run.isEmpty()) {
            shard.handOutLater(this);
        }
        run.add(packet);
        if (run.isFull()) {
            handOut(nowNanos);
        }
        return true;
    }

    /**
     * Gives the subscribers what has come since the last time. Each gets all of it in one go: what there is of one watcher fills
     * dozens of cache lines, and of hundreds of watchers they would be fetched anew for every packet.
     */
    void handOut(long nowNanos) {
        try {
            while (run.nextStretch()) {
                handOutStretch(nowNanos);
            }
        } finally {
            run.clear(); // whatever broke is not tried again
        }
    }

    private void handOutStretch(long nowNanos) {
        noteNewest();
        for (int i = run.first(); i < run.end(); i++) {
            MediaPacket packet = run.packet(i);
            layer(packet.layer()).receive(packet, nowNanos);
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            serve(subscriptions.get(i).subscriber, nowNanos);
        }
    }

    private void noteNewest() {
        for (int index = 0; index < layers.length; index++) {
            newestBefore[index] = layers[index].started() ? layers[index].newest() : TrackFeed.NONE;
        }
    }

    /** A subscriber that breaks an invariant costs itself, not the source and not the others. */
    private void serve(Subscriber subscriber, long nowNanos) {
        run.rewind();
        try {
            for (MediaPacket packet = run.hand(); packet != null; packet = run.hand()) {
                subscriber.forward(packet, nowNanos);
            }
        } catch (RuntimeException e) {
            events.broken(subscriber, e);
        }
        links.served();
    }

    /** Another source: nothing that is held belongs to it, and nobody may take it for its own. */
    private void begin(int newEpoch, long nowNanos) {
        handOut(nowNanos); // what waits is of the source before
        epoch = newEpoch;
        demand.otherSource(nowNanos);
        toldSource = WantedLayers.EVERY_SOURCE_LAYER;
        toldUpstreamAt = nowNanos - REPEAT_NANOS;
        for (Layer layer : layers) {
            layer.otherSource();
        }
    }

    private Layer layer(int index) {
        if (index >= layers.length) {
            int old = layers.length;
            layers = Arrays.copyOf(layers, index + 1);
            for (int i = old; i <= index; i++) {
                layers[i] =
                        new Layer(codec == null ? MediaKind.VIDEO : codec.type().kind(), sizes);
            }
        }
        return layers[index];
    }

    /** Packets of the layer come, or none of any other layer either. */
    private boolean live(int index, long nowNanos) {
        LayerRates rates = layers[index].rates();
        for (int other = 0; other < layers.length; other++) {
            boolean left = other != index
                    && layers[other].started()
                    && layers[other].rates().left(rates, nowNanos);
            if (left) {
                return false;
            }
        }
        return true;
    }

    /** A layer that does not come only because nobody here has wanted it for long enough. */
    private boolean expected(int index, int spatial, long nowNanos) {
        long since = wantedSince[index * WantedLayers.SPATIAL_LAYERS + spatial];
        return since == NEVER_WANTED || nowNanos - since < EXPECTED_NANOS;
    }

    private void noteWanted(int wanted, long nowNanos) {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            if ((wanted & (1 << bit)) == 0) {
                wantedSince[bit] = NEVER_WANTED;
            } else if (wantedSince[bit] == NEVER_WANTED) {
                wantedSince[bit] = nowNanos;
            }
        }
    }

    void subscribe(Subscriber subscriber, long nowNanos) {
        if (find(subscriber) == null) {
            Subscription subscription = new Subscription(subscriber);
            subscriptions.add(subscription);
            subscriber.subscribed(subscription, nowNanos);
            tellDemand(nowNanos);
        }
    }

    void unsubscribe(Subscriber subscriber, long nowNanos) {
        Subscription subscription = find(subscriber);
        if (subscription == null) {
            return;
        }
        subscriptions.remove(subscription);
        subscriber.unsubscribed();
        tellDemand(nowNanos);
        if (subscriptions.isEmpty() && publisher == null) {
            for (Layer layer : layers) {
                layer.wish().abandon();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very object, whatever it calls equal
    private @Nullable Subscription find(Subscriber subscriber) {
        for (Subscription subscription : subscriptions) {
            if (subscription.subscriber == subscriber) {
                return subscription;
            }
        }
        return null;
    }

    /** Another shard wishes; acts only where the source is. */
    void remoteWish(int layer, long nowNanos) {
        if (publisher != null && sourceIsHere) {
            requestKeyFrame(layer, nowNanos);
        }
    }

    /** Another shard's watchers want these layers; counts only where the source is. */
    void remoteWants(int shardNumber, int wanted, long nowNanos) {
        demand.remote(shardNumber, wanted, nowNanos);
        tellDemand(nowNanos);
    }

    /** What the watchers here want; everything while it is not known what there is. */
    private int wantedHere() {
        int wanted = 0;
        for (int i = 0; i < subscriptions.size(); i++) {
            wanted |= subscriptions.get(i).subscriber.wantedLayers();
        }
        return wanted;
    }

    /** Lets the source know what is wanted, or the shard that has it. */
    private void tellDemand(long nowNanos) {
        if (codec != null && codec.type().kind() == MediaKind.AUDIO) {
            return; // sound has no layers
        }
        int here = wantedHere();
        noteWanted(here, nowNanos);
        if (publisher != null && sourceIsHere) {
            demand.update(here | lowest(), nowNanos);
            int wanted = WantedLayers.bySource(demand.told(), encodings());
            if (wanted != toldSource) {
                toldSource = wanted;
                events.layersWanted(id, wanted);
            }
            shard.wakeAt(demand.deadlineNanos());
        } else if (here != toldUpstream || (here != 0 && nowNanos - toldUpstreamAt >= REPEAT_NANOS)) {
            toldUpstream = here;
            toldUpstreamAt = nowNanos;
            links.layersWanted(id, here);
        }
    }

    /** How many encodings this source has shown; an earlier one may have had more. */
    private int encodings() {
        int count = layers.length;
        while (count > 0 && !layers[count - 1].started()) {
            count--;
        }
        return count;
    }

    /** What is always on, so that a newcomer sees something at once: the smallest encoding's lowest layer. */
    private int lowest() {
        int lowest = -1;
        for (int i = 0; i < layers.length; i++) {
            if (layers[i].started()
                    && (lowest < 0
                            || layers[i].rates().bitrate()
                                    < layers[lowest].rates().bitrate())) {
                lowest = i;
            }
        }
        return lowest < 0 ? WantedLayers.ALL : WantedLayers.upTo(lowest, 0);
    }

    private void requestKeyFrame(int index, long nowNanos) {
        if (codec == null || codec.type().kind() == MediaKind.AUDIO || index < 0 || index >= MAX_LAYERS) {
            return;
        }
        KeyFrameWish wish = layer(index).wish();
        wish.pace(layer(index).rates().intervalNanos());
        if (wish.wish(nowNanos)) {
            ask(index, wish, nowNanos);
        }
        shard.wakeAt(wish.deadlineNanos());
    }

    private void ask(int index, KeyFrameWish wish, long nowNanos) {
        wish.asked(nowNanos);
        Publisher source = publisher;
        if (source == null) {
            links.keyFrameWanted(id, index);
        } else if (sourceIsHere) {
            source.requestKeyFrame(index, nowNanos);
        } else {
            links.keyFrameWanted(id, index);
        }
    }

    /** Does what is due; returns when it wants to be called again. */
    long onDeadline(long nowNanos) {
        long next = nowNanos + STALL_NANOS;
        for (int index = 0; index < layers.length; index++) {
            Layer layer = layers[index];
            layer.expire(nowNanos);
            if (layer.wish().due(nowNanos)) {
                ask(index, layer.wish(), nowNanos);
            }
            next = Math.min(next, layer.wish().deadlineNanos());
        }
        tellDemand(nowNanos);
        if (toldUpstream != 0) {
            next = Math.min(next, nowNanos + REPEAT_NANOS);
        }
        if (nowNanos - lastArrival >= STALL_NANOS) {
            stalled();
        } else {
            next = Math.min(next, lastArrival + STALL_NANOS);
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            next = Math.min(next, subscriptions.get(i).subscriber.onDeadline(nowNanos));
        }
        return next;
    }

    /** Nobody here has to do with it. */
    boolean forgettable(long nowNanos) {
        return publisher == null && subscriptions.isEmpty() && nowNanos - lastArrival >= FORGET_NANOS;
    }

    /** The track as one subscriber sees it. */
    private final class Subscription implements TrackFeed {
        private final Subscriber subscriber;

        Subscription(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public TrackId track() {
            return id;
        }

        @Override
        public @Nullable Codec codec() {
            return codec;
        }

        @Override
        public int epoch() {
            return epoch;
        }

        @Override
        public int layers() {
            return encodings();
        }

        private boolean known(int layer) {
            return layer >= 0 && layer < layers.length && layers[layer].started();
        }

        @Override
        public boolean live(int layer, long nowNanos) {
            return known(layer) && Track.this.live(layer, nowNanos);
        }

        @Override
        public boolean live(int layer, int spatial, long nowNanos) {
            return live(layer, nowNanos) && layers[layer].rates().live(spatial, nowNanos);
        }

        @Override
        public boolean expected(int layer, int spatial, long nowNanos) {
            return known(layer) && Track.this.expected(layer, spatial, nowNanos);
        }

        @Override
        public int spatialLayers(int layer) {
            return known(layer) ? layers[layer].rates().spatialLayers() : 0;
        }

        @Override
        public int temporalLayers(int layer) {
            return known(layer) ? layers[layer].rates().temporalLayers() : 0;
        }

        @Override
        public int height(int layer, int spatial) {
            return known(layer) ? layers[layer].height(spatial) : 0;
        }

        @Override
        public long cost(int layer, int spatial, int temporal) {
            return known(layer) ? layers[layer].rates().cost(spatial, temporal) : 0;
        }

        @Override
        public long keyCost(int layer, int spatial) {
            return known(layer) ? layers[layer].rates().keyCost(spatial) : 0;
        }

        @Override
        public long bitrate(int layer) {
            return known(layer) ? layers[layer].rates().bitrate() : 0;
        }

        @Override
        public long newest(int layer) {
            if (!known(layer)) {
                return NONE;
            }
            return run.hides() ? run.newest(layer, newestBefore[layer]) : layers[layer].newest();
        }

        @Override
        public long newestCapture(int layer) {
            return known(layer) ? layers[layer].newestCapture() : 0;
        }

        @Override
        public void requestKeyFrame(int layer, long nowNanos) {
            Track.this.requestKeyFrame(layer, nowNanos);
        }

        @Override
        public @Nullable MediaPacket held(int layer, long sequence, long nowNanos) {
            return known(layer) && !run.hides(layer, sequence) ? layers[layer].held(sequence, nowNanos) : null;
        }

        @Override
        public long keyFrameHeld(int layer, long maxAgeNanos, long nowNanos) {
            return known(layer) ? layers[layer].keyFrameHeld(maxAgeNanos, nowNanos) : NONE;
        }

        @Override
        public boolean lost(int layer, long sequence, long nowNanos) {
            return known(layer) && layers[layer].lost(sequence, nowNanos);
        }

        @Override
        public void wantsChanged(long nowNanos) {
            tellDemand(nowNanos);
        }

        @Override
        public void forwarding(Quality quality, boolean paused) {
            events.forwarding(subscriber, id, quality, paused);
        }

        @Override
        public void wakeAt(long deadlineNanos) {
            shard.wakeAt(deadlineNanos);
        }

        @Override
        public void undecodable(Codec undecoded) {
            events.undecodable(subscriber, id, undecoded);
        }
    }
}
