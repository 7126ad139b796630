package org.lyceum.rtc.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsTransport;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.ice.IceAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.wire.rtp.DatagramKind;
import org.lyceum.wire.rtp.Demux;

/**
 * One WebRTC peer connection, sans-IO: datagrams and the time come in, datagrams are drained, and nothing else happens.
 * It owns no socket, no thread, no clock.
 *
 * <p>One thread calls all of it. After {@link #receive}, {@link #onDeadline}, {@link #attend}, {@link #update} or {@link
 * #close} comes {@link #drain}; sends through {@link #outbound} ask for it by {@link PeerObserver#wantsDrain}. Times are
 * nanoseconds of one monotonic clock. The way of a received packet, each step a method or a class of its name:
 *
 * <ol>
 *   <li>RFC 7983 tells STUN, DTLS, RTP and RTCP apart
 *   <li>{@link SrtpReceiver} decrypts in place
 *   <li>{@link InboundSources} finds the m-line and layer of an SSRC, undoes RTX
 *   <li>{@link InboundEncoding} numbers it, looks for losses, and makes the immutable packet
 *   <li>{@link InboundSink} takes it: a room
 * </ol>
 */
public final class Peer {
    /**
     * What a peer is given from outside.
     *
     * @param ice makes the ICE agent: lite for a server, controlling for links and load
     * @param dtls makes the DTLS association
     * @param aesGcm the library that encrypts media
     * @param wakeUp called from any thread when {@link #attend} should be
     * @param pool memory of outgoing datagrams, of the same thread
     * @param random for SSRCs, first sequence numbers and the ICE agent's questions
     * @param epochs an ascending number at each call, the same for all peers of a process
     * @param wallClockOffsetNanos what is to be added to {@code nowNanos} to get nanoseconds since 1970
     */
    public record Wiring(
            IceFactory ice,
            DtlsFactory dtls,
            AesGcmFactory aesGcm,
            Runnable wakeUp,
            DatagramPool pool,
            RandomGenerator random,
            IntSupplier epochs,
            long wallClockOffsetNanos) {}

    /** Makes the agent of one role. */
    @FunctionalInterface
    public interface IceFactory {
        IceAgent create(TransportParameters transport, RandomGenerator random, long nowNanos);
    }

    private final Wiring wiring;
    private final PeerObserver observer;
    private final IceAgent ice;
    private final DtlsTransport dtls;
    private final PathFollower follower;
    private final SendControl control;
    private final PeerTransport transport;
    private final InboundSources sources;
    private final Reports reports;
    private final Map<String, InboundMedia> inbound = new LinkedHashMap<>();
    private final Map<String, OutboundStream> outbound = new LinkedHashMap<>();
    private TransportParameters parameters;
    private boolean connected;
    private boolean over;
    /** ICE or DTLS may have something to say. */
    private boolean signalling = true;
    /** Their deadlines, and those of reports, may be others than before. */
    private boolean deadlinesMoved = true;

    private long deadlineOfSignalling;

    public Peer(Wiring wiring, PeerObserver observer, SessionUpdate first, long nowNanos) {
        this.wiring = wiring;
        this.observer = observer;
        this.parameters = first.transport();
        this.ice = wiring.ice().create(parameters, wiring.random(), nowNanos);
        this.follower = new PathFollower(ice);
        this.dtls = wiring.dtls().create(parameters.role(), parameters.remoteFingerprint(), wiring.wakeUp());
        this.control = new SendControl(outbound.values(), observer::bandwidth, nowNanos);
        this.transport = new PeerTransport(
                wiring.pool(), control, observer::wantsDrain, () -> deadlinesMoved = true, wiring.aesGcm());
        this.sources =
                new InboundSources(transport, inbound.values(), wiring.random().nextInt());
        this.reports = new Reports(transport, control, sources, outbound.values(), wiring.wallClockOffsetNanos());
        applySections(first.sections());
    }

    /**
     * Something has happened that ICE, DTLS or the reports may answer now or later. Media that is forwarded and what a watcher reports of
     * it are nothing of that kind, and are most of what happens: they pass without asking these for output or deadlines.
     */
    private void stir() {
        signalling = true;
        deadlinesMoved = true;
    }

    // ---- negotiation ----

    /** Applies another offer and answer. New ICE credentials are a restart; a new fingerprint is refused and ends the peer. */
    public void update(SessionUpdate update, long nowNanos) {
        stir();
        TransportParameters next = update.transport();
        if (!next.remoteFingerprint().equals(parameters.remoteFingerprint())) {
            end(CloseReason.REFUSED, nowNanos);
            return;
        }
        if (!next.remoteUfrag().equals(parameters.remoteUfrag())
                || !next.localUfrag().equals(parameters.localUfrag())) {
            ice.restart(next.localUfrag(), next.localPwd(), next.remoteUfrag(), next.remotePwd(), nowNanos);
        }
        parameters = next;
        applySections(update.sections());
    }

    /** M-lines that fell away stay known while the peer lives: an SSRC once sent on is never another's (RFC 3711, 9.1). */
    private void applySections(Iterable<MediaSection> sections) {
        for (MediaSection section : sections) {
            if (section.receives()) {
                InboundMedia known = inbound.get(section.mid());
                if (known == null) {
                    inbound.put(section.mid(), new InboundMedia(section, wiring.epochs(), sources::askKeyFrame));
                } else {
                    known.update(section);
                }
            }
            LocalSource local = section.local();
            if (local != null) {
                OutboundStream known = outbound.get(section.mid());
                if (known != null && known.source().ssrc() == local.ssrc()) {
                    known.update(section);
                } else {
                    int firstRtx = wiring.random().nextInt();
                    outbound.put(
                            section.mid(),
                            new OutboundStream(
                                    transport, control, section, local, firstRtx, wiring.wallClockOffsetNanos()));
                }
            }
        }
        sources.sectionsChanged();
    }

    /** What is received on the m-line, or null where nothing is. */
    public @Nullable InboundMedia inbound(String mid) {
        return inbound.get(mid);
    }

    /** What is sent on the m-line, or null where nothing is. */
    public @Nullable OutboundMedia outbound(String mid) {
        return outbound.get(mid);
    }

    public Collection<String> outboundMids() {
        return outbound.keySet();
    }

    // ---- bytes in ----

    /** Takes one datagram. The array is decrypted in place and may be reused after the call. */
    public void receive(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        if (over) {
            return;
        }
        switch (Demux.classify(bytes, offset, length)) {
            case STUN -> {
                stir();
                ice.receive(bytes, offset, length, path, nowNanos);
                iceMoved(nowNanos);
            }
            case DTLS -> {
                if (ice.knows(path)) {
                    stir();
                    dtls.receive(bytes, offset, length, nowNanos);
                    attend(nowNanos);
                }
            }
            case RTP -> receiveRtp(bytes, offset, length, path, nowNanos);
            case RTCP -> receiveRtcp(bytes, offset, length, path, nowNanos);
            case UNKNOWN -> transport.counters().add(PeerCounter.MALFORMED);
        }
    }

    private void receiveRtp(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        SrtpReceiver srtp = transport.receiver();
        boolean known = ice.knows(path);
        if (srtp == null || !(known || follower.admits(srtp, bytes, offset, length, false, path, nowNanos))) {
            transport.counters().add(PeerCounter.EARLY_OR_STRANGE);
            return;
        }
        int clear = srtp.unprotect(bytes, offset, length);
        if (clear < 0) {
            refused(clear, path);
            return;
        }
        heard(path, nowNanos);
        deadlinesMoved = true; // something may be missing now, and is to be told of
        transport.counters().add(PeerCounter.RTP_RECEIVED);
        transport.counters().add(PeerCounter.RTP_BYTES_RECEIVED, length);
        sources.receive(bytes, offset, clear, nowNanos);
    }

    private void receiveRtcp(byte[] bytes, int offset, int length, Path path, long nowNanos) {
        SrtpReceiver srtp = transport.receiver();
        boolean known = ice.knows(path);
        if (srtp == null || !(known || follower.admits(srtp, bytes, offset, length, true, path, nowNanos))) {
            transport.counters().add(PeerCounter.EARLY_OR_STRANGE);
            return;
        }
        int clear = srtp.unprotectRtcp(bytes, offset, length);
        if (clear < 0) {
            refused(clear, path);
            return;
        }
        heard(path, nowNanos);
        transport.counters().add(PeerCounter.RTCP_RECEIVED);
        reports.receive(bytes, offset, clear, nowNanos);
    }

    private void heard(Path path, long nowNanos) {
        if (follower.heard(path, nowNanos)) {
            stir();
        }
    }

    private void refused(int verdict, Path path) {
        if (verdict == SrtpReceiver.REPLAYED) {
            follower.repeated(path);
        }
        transport
                .counters()
                .add(
                        switch (verdict) {
                            case SrtpReceiver.AUTH_FAILED -> PeerCounter.AUTH_FAILED;
                            case SrtpReceiver.REPLAYED -> PeerCounter.REPLAYED;
                            default -> PeerCounter.MALFORMED;
                        });
    }

    // ---- state ----

    private void iceMoved(long nowNanos) {
        switch (ice.state()) {
            case NEW -> {}
            case CONNECTED -> {
                if (dtls.state() == DtlsTransport.State.NEW) {
                    dtls.start(nowNanos);
                    attend(nowNanos);
                }
            }
            case EXPIRED -> end(connected ? CloseReason.EXPIRED : CloseReason.NEVER_CAME, nowNanos);
        }
    }

    /** Looks at what DTLS has come to, after its library has worked elsewhere and woken us. */
    public void attend(long nowNanos) {
        stir();
        switch (dtls.state()) {
            case NEW, CONNECTING -> {}
            case CONNECTED -> secure(nowNanos);
            case CLOSED -> end(CloseReason.LEFT, nowNanos);
            case FAILED -> end(CloseReason.HANDSHAKE_FAILED, nowNanos);
        }
    }

    private void secure(long nowNanos) {
        SrtpKeys keys = dtls.srtpKeys();
        if (!connected && keys != null && !over) {
            connected = true;
            transport.secure(keys);
            reports.start(nowNanos);
            observer.connected();
        }
    }

    /** Leaves: close_notify goes out with the next {@link #drain}. */
    public void close(long nowNanos) {
        end(CloseReason.CLOSED_HERE, nowNanos);
    }

    /** Ends it because a limit was hit or an invariant broke; the other side is told as by {@link #close}. */
    public void refuse(long nowNanos) {
        end(CloseReason.REFUSED, nowNanos);
    }

    private void end(CloseReason reason, long nowNanos) {
        if (over) {
            return;
        }
        over = true;
        stir();
        dtls.close(nowNanos);
        observer.wantsDrain();
        try {
            observer.closed(reason);
        } finally {
            transport.forgetKeys();
        }
    }

    // ---- bytes out, and time ----

    /** Hands out everything that waits; what the network is measured by leaves at this time. */
    public void drain(DatagramOutput output, long nowNanos) {
        Path selected = ice.selected();
        if (signalling) {
            signalling = false;
            ice.drain((bytes, offset, length, path) -> output.send(bytes, offset, length, length, path));
            dtls.drain((bytes, offset, length) -> {
                if (selected != null) {
                    output.send(bytes, offset, length, length, selected);
                }
            });
        }
        transport.drain(selected, output, nowNanos);
    }

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} once the peer is over. */
    public long deadlineNanos() {
        if (over) {
            return Long.MAX_VALUE;
        }
        if (deadlinesMoved) {
            deadlinesMoved = false;
            long transports = Math.min(Math.min(ice.deadlineNanos(), follower.deadlineNanos()), dtls.deadlineNanos());
            deadlineOfSignalling = connected ? Math.min(transports, reports.deadlineNanos()) : transports;
        }
        return connected ? Math.min(deadlineOfSignalling, control.deadlineNanos()) : deadlineOfSignalling;
    }

    public void onDeadline(long nowNanos) {
        if (over) {
            return;
        }
        if (deadlinesMoved || deadlineOfSignalling <= nowNanos) {
            onDeadlineOfSignalling(nowNanos);
        }
        if (!over && connected) {
            control.onDeadline(nowNanos);
        }
    }

    private void onDeadlineOfSignalling(long nowNanos) {
        stir();
        if (ice.deadlineNanos() <= nowNanos) {
            long unanswered = ice.unanswered();
            ice.onDeadline(nowNanos);
            transport.counters().add(PeerCounter.PATHS_UNANSWERED, ice.unanswered() - unanswered);
            iceMoved(nowNanos);
        }
        if (follower.deadlineNanos() <= nowNanos) {
            follower.onDeadline(nowNanos);
        }
        if (!over && dtls.deadlineNanos() <= nowNanos) {
            dtls.onDeadline(nowNanos);
            attend(nowNanos);
        }
        if (!over && reports.deadlineNanos() <= nowNanos) {
            reports.onDeadline(nowNanos);
        }
    }

    // ---- facts ----

    /** Whether this path has proved to be the peer's, by a check or by media. */
    public boolean knows(Path path) {
        return ice.knows(path) || follower.suspects(path);
    }

    /**
     * How many numbers an SRTP or SRTCP packet is ahead of what this peer has sent, 0 where it cannot be the peer's next: a
     * cheap hint for finding whose a packet from an unknown address is. {@link #receive} proves it.
     */
    public int ahead(byte[] bytes, int offset, int length) {
        SrtpReceiver srtp = transport.receiver();
        boolean rtcp = Demux.classify(bytes, offset, length) == DatagramKind.RTCP;
        return srtp == null || over ? 0 : srtp.ahead(bytes, offset, length, rtcp);
    }

    public boolean connected() {
        return connected;
    }

    /** The path that media takes, null before there is one. */
    public @Nullable Path selected() {
        return ice.selected();
    }

    public PeerCounters counters() {
        return transport.counters();
    }

    /**
     * What would be sent if the network carried it, in bits a second: growth is probed for up to this and a bit more, and not
     * beyond.
     */
    public void wanted(long bitsPerSecond) {
        control.wanted(bitsPerSecond);
    }

    /**
     * What can be sent to the other side now, in bits a second: the newest estimate, less what it takes to be rid of what has
     * waited here for long; as {@link PeerObserver#bandwidth} has told it last.
     */
    public long availableBitrate() {
        return control.bitrate();
    }

    public SendQuality sendQuality() {
        return control.quality(roundTripNanos());
    }

    /** Each encoding that is being received, in the order of the m-lines. */
    public List<InboundQuality> inboundQuality(long nowNanos) {
        List<InboundQuality> qualities = new ArrayList<>();
        sources.forEach(encoding -> qualities.add(encoding.quality(nowNanos)));
        return qualities;
    }

    /** Newest round trip that any of the streams sent has measured, 0 while unknown. */
    public long roundTripNanos() {
        long newest = 0;
        for (OutboundStream stream : outbound.values()) {
            newest = Math.max(newest, stream.roundTripNanos());
        }
        return newest;
    }

    /** The worst share of loss that the other side reports, 0 to 1. */
    public double fractionLost() {
        double worst = 0;
        for (OutboundStream stream : outbound.values()) {
            worst = Math.max(worst, stream.fractionLost());
        }
        return worst;
    }

    /** Packets lost on the way in, as receiver reports count them. */
    public long packetsLost() {
        return sources.packetsLost();
    }
}
