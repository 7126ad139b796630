package org.lyceum.rtc.peer;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.session.RemoteSource;
import org.lyceum.rtc.stream.CaptureClock;
import org.lyceum.rtc.stream.InboundStream;
import org.lyceum.rtc.stream.TwccRecorder;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpPacket;

/**
 * Finds out what each SSRC is (RFC 8843, 9.2; RFC 8852): by MID and RID where they are sent, by {@code a=ssrc} where they were
 * announced, and by a payload type that only one m-line has. A binding by MID is stronger than the others and moves an SSRC
 * that they put elsewhere. Confined to the peer's thread.
 */
final class InboundSources {
    /** SSRCs of one peer, retransmissions included; what comes on top is refused and counted. */
    static final int MOST_SOURCES = 64;

    private record Source(InboundEncoding encoding, boolean retransmissions) {}

    private final PeerTransport transport;
    private final Collection<InboundMedia> media;
    private final int localSsrc;
    private final SsrcTable<Source> sources = new SsrcTable<>();
    private final RtpPacket packet = new RtpPacket();
    private final CaptureClock captureClock = new CaptureClock();
    private final TwccRecorder twcc;
    private ExtensionMap extensions = ExtensionMap.NONE;

    InboundSources(PeerTransport transport, Collection<InboundMedia> media, int localSsrc) {
        this.transport = transport;
        this.media = media;
        this.localSsrc = localSsrc;
        this.twcc = new TwccRecorder(localSsrc);
    }

    /** BUNDLE gives an extension the same id on every m-line (RFC 8843, 15), so any of them says which. */
    void sectionsChanged() {
        for (InboundMedia each : media) {
            extensions = merge(extensions, each.section().extensions());
        }
    }

    private static ExtensionMap merge(ExtensionMap a, ExtensionMap b) {
        return new ExtensionMap(
                Math.max(a.mid(), b.mid()),
                Math.max(a.rid(), b.rid()),
                Math.max(a.repairedRid(), b.repairedRid()),
                Math.max(a.audioLevel(), b.audioLevel()),
                Math.max(a.absSendTime(), b.absSendTime()),
                Math.max(a.transportCc(), b.transportCc()),
                Math.max(a.videoOrientation(), b.videoOrientation()),
                Math.max(a.playoutDelay(), b.playoutDelay()),
                Math.max(a.dependencyDescriptor(), b.dependencyDescriptor()));
    }

    /** Takes a decrypted RTP packet. */
    void receive(byte[] bytes, int offset, int length, long nowNanos) {
        if (!packet.parse(bytes, offset, length)) {
            transport.counters().add(PeerCounter.MALFORMED);
            return;
        }
        int sequenceAt = packet.findExtension(extensions.transportCc());
        if (sequenceAt >= 0) {
            twcc.received(HeaderExtensions.transportSequence(bytes, sequenceAt), packet.ssrc(), nowNanos);
        }
        Source source = sources.get(packet.ssrc());
        if (source == null || saysAnotherMid(source)) {
            source = bind(source, nowNanos);
        }
        if (source == null) {
            transport.counters().add(PeerCounter.UNBOUND);
            return;
        }
        PayloadFormat format = source.encoding().media().format(packet.payloadType());
        if (format == null) {
            transport.counters().add(PeerCounter.UNKNOWN_PAYLOAD_TYPE);
            return;
        }
        boolean restored = packet.payloadType() == format.rtxPayloadType();
        if (restored != source.retransmissions()) {
            transport.counters().add(PeerCounter.UNKNOWN_PAYLOAD_TYPE);
            return; // media under the SSRC of retransmissions, or the reverse: the numbering would not be its own
        }
        count(
                restored
                        ? source.encoding().restore(packet, format, nowNanos)
                        : source.encoding().receive(packet, format, nowNanos),
                restored);
    }

    private void count(InboundStream.Verdict verdict, boolean restored) {
        if (verdict == InboundStream.Verdict.DUPLICATE || verdict == InboundStream.Verdict.TOO_OLD) {
            transport.counters().add(PeerCounter.DUPLICATE_OR_LATE);
        } else if (restored && verdict == InboundStream.Verdict.MEDIA) {
            transport.counters().add(PeerCounter.RECOVERED);
        }
    }

    // ---- binding ----

    private @Nullable Source bind(@Nullable Source known, long nowNanos) {
        if (known == null && sources.size() >= MOST_SOURCES) {
            transport.counters().add(PeerCounter.SOURCES_REFUSED);
            return null;
        }
        String mid = text(extensions.mid());
        Source found = mid == null ? byAnnouncement(nowNanos) : byMid(mid, known, nowNanos);
        if (found == null || found.equals(known)) {
            return found;
        }
        sources.put(packet.ssrc(), found);
        return found;
    }

    private @Nullable String text(int id) {
        int at = packet.findExtension(id);
        return at < 0 ? null : HeaderExtensions.text(packet.buffer(), at, packet.extensionLength());
    }

    /** Some browsers send MID with every packet, so that it is compared before it is read. */
    private boolean saysAnotherMid(Source source) {
        int at = packet.findExtension(extensions.mid());
        String bound = source.encoding().media().section().mid();
        return at >= 0 && !HeaderExtensions.isText(packet.buffer(), at, packet.extensionLength(), bound);
    }

    private @Nullable Source byMid(String mid, @Nullable Source known, long nowNanos) {
        if (known != null && known.encoding().media().section().mid().equals(mid)) {
            return known;
        }
        for (InboundMedia each : media) {
            if (each.section().mid().equals(mid)) {
                PayloadFormat format = each.format(packet.payloadType());
                boolean rtx = format != null && packet.payloadType() == format.rtxPayloadType();
                return format == null ? null : source(each, layerOf(each, rtx), format, rtx, nowNanos);
            }
        }
        return null;
    }

    /** By the packet's RID, or where there are none by its place in the SIM group of the description. */
    private int layerOf(InboundMedia owner, boolean rtx) {
        if (owner.section().rids().isEmpty()) {
            return Math.max(0, announcedLayer(owner.section()));
        }
        return owner.layerOf(text(rtx ? extensions.repairedRid() : extensions.rid()));
    }

    /** Without MID: what the description announced by SSRC, or the only m-line with this payload type. */
    private @Nullable Source byAnnouncement(long nowNanos) {
        InboundMedia only = null;
        for (InboundMedia each : media) {
            int announced = announcedLayer(each.section());
            PayloadFormat format = each.format(packet.payloadType());
            if (format == null) {
                continue;
            }
            boolean rtx = packet.payloadType() == format.rtxPayloadType();
            if (announced >= 0) {
                return source(each, announced, format, rtx, nowNanos);
            }
            if (only != null) {
                return null; // two m-lines could have sent it
            }
            only = each;
        }
        if (only == null || !only.section().rids().isEmpty()) {
            return null; // a layer is not to be guessed
        }
        PayloadFormat format = only.format(packet.payloadType());
        return format == null
                ? null
                : source(only, 0, format, packet.payloadType() == format.rtxPayloadType(), nowNanos);
    }

    private int announcedLayer(MediaSection section) {
        for (int layer = 0; layer < section.remoteSources().size(); layer++) {
            RemoteSource announced = section.remoteSources().get(layer);
            if (packet.ssrc() == announced.ssrc()
                    || (announced.rtxSsrc() != 0 && packet.ssrc() == announced.rtxSsrc())) {
                return layer;
            }
        }
        return -1;
    }

    /** Retransmissions belong to an encoding that is known already; media begins a new one. */
    private @Nullable Source source(InboundMedia owner, int layer, PayloadFormat format, boolean rtx, long nowNanos) {
        InboundEncoding existing = owner.encoding(layer);
        if (rtx) {
            return existing == null ? null : new Source(existing, true);
        }
        if (layer < 0) {
            return null;
        }
        if (existing != null && !owner.mayRebind(nowNanos)) {
            transport.counters().add(PeerCounter.SOURCES_REFUSED);
            return null;
        }
        InboundEncoding encoding = new InboundEncoding(packet.ssrc(), layer, owner, format, captureClock);
        if (!owner.bind(encoding)) {
            return null;
        }
        if (existing != null) {
            sources.removeIf(source -> source.encoding() == existing);
        }
        return new Source(encoding, false);
    }

    // ---- what reports need ----

    int localSsrc() {
        return localSsrc;
    }

    TwccRecorder twcc() {
        return twcc;
    }

    @Nullable
    InboundEncoding encodingOf(int ssrc) {
        Source source = sources.get(ssrc);
        return source == null || source.retransmissions() ? null : source.encoding();
    }

    /** Something that looks at each encoding. */
    interface Visitor {
        void visit(InboundEncoding encoding);
    }

    void forEach(Visitor visitor) {
        for (InboundMedia each : media) {
            for (int layer = 0; layer < each.encodings().size(); layer++) {
                InboundEncoding encoding = each.encoding(layer);
                if (encoding != null) {
                    visitor.visit(encoding);
                }
            }
        }
    }

    long packetsLost() {
        long[] sum = new long[1];
        forEach(encoding -> sum[0] += Math.max(0, encoding.stream().packetsLost()));
        return sum[0];
    }

    /** Sends PLI, or FIR to one that only knows that (RFC 5104, 4.3.1). */
    void askKeyFrame(InboundEncoding encoding, long nowNanos) {
        RtcpWriter writer = transport.rtcpWriter();
        if (asksByFir(encoding.media().section())) {
            writer.fullIntraRequest(localSsrc, encoding.ssrc(), encoding.nextFirSequence());
        } else {
            writer.pictureLossIndication(localSsrc, encoding.ssrc());
        }
        transport.counters().add(PeerCounter.KEY_FRAME_REQUESTS_OUT);
        transport.sendRtcp();
    }

    private static boolean asksByFir(MediaSection section) {
        boolean fir = false;
        for (PayloadFormat format : section.formats()) {
            if (format.pli()) {
                return false;
            }
            fir |= format.fir();
        }
        return fir;
    }
}
