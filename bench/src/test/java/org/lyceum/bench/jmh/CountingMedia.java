package org.lyceum.bench.jmh;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.rtc.stream.MediaPacket;

/** A watcher's m-line that adds up what it is given and forgets it. */
final class CountingMedia implements OutboundMedia {
    private long sum;

    long sum() {
        return sum;
    }

    @Override
    public PayloadFormat formatFor(Codec codec) {
        return PeerLink.VP8;
    }

    @Override
    public void send(
            MediaPacket packet,
            PayloadFormat as,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        sum += sequence + timestamp + prefix[0] + replaced;
    }

    @Override
    public boolean resend(
            MediaPacket packet,
            PayloadFormat as,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos) {
        sum += sequence;
        return true;
    }

    @Override
    public int pad(PayloadFormat format, long sequence, long nowNanos) {
        return 0;
    }

    @Override
    public boolean takesPicture() {
        return true;
    }

    @Override
    public boolean keyFrameWaits() {
        return false;
    }

    @Override
    public void discard() {}

    @Override
    public boolean allowKeyFrame(long nowNanos) {
        return true;
    }

    @Override
    public long roundTripNanos() {
        return 0;
    }

    @Override
    public void listen(@Nullable OutboundListener listener) {}
}
