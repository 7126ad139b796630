package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.MediaDescription;

/**
 * Makes the offers of one subscribe connection, on which this side only sends. At most one offer is outstanding; tracks
 * may come and go meanwhile and are part of the next one ({@link #offerNeeded}). Used by one thread at a time.
 *
 * <p>Order: {@link #addTrack}, {@link #offer}, {@link #accept}; then {@link #addTrack}, {@link #removeTrack} or {@link
 * #restartIce} as wanted, and whenever {@link #offerNeeded} and not {@link #offerOutstanding}, the next {@link #offer}.
 *
 * <p>An m-line that is taken up again gets new SSRCs: sequence numbers of the new track start anywhere, and an SSRC whose
 * sequence starts over would repeat the nonces of its encryption.
 */
public final class SubscribeNegotiator {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
    private static final int CNAME_LENGTH = 16;

    private final RandomGenerator random;
    private final DescriptionWriter writer;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, String> cnames = new HashMap<>();
    private LocalTransport credentials;
    private @Nullable TransportParameters transport;
    private @Nullable Outstanding outstanding;
    private boolean offerNeeded;
    private int nextMid;
    private int nextOffer = 1;

    /**
     * An offer on its way.
     *
     * @param offerId to be repeated with the answer
     * @param sdp the description
     * @param localUfrag ICE user fragment of this side, under which checks may come before the answer does
     * @param localPwd ICE password of this side
     */
    public record Offer(String offerId, String sdp, String localUfrag, String localPwd) {}

    /** What an offer said, for the answer to be read against. */
    private record Outstanding(Offer offer, LocalTransport credentials, List<Offered> media) {}

    /** An m-line as it was offered. */
    private record Offered(Slot slot, boolean active) {}

    /** An m-line of this connection. */
    private static final class Slot {
        final String mid;
        final MediaKind kind;
        DescriptionWriter.Msid msid;
        LocalSource source;
        boolean wanted = true;
        /** Both sides know it to be inactive, so that it may be taken up again. */
        boolean free;
        /** The watcher has no codec for it: it stays out of use until its place is taken by another. */
        boolean rejected;

        Slot(String mid, MediaKind kind, DescriptionWriter.Msid msid, LocalSource source) {
            this.mid = mid;
            this.kind = kind;
            this.msid = msid;
            this.source = source;
        }
    }

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public SubscribeNegotiator(LocalParameters local, RandomGenerator random) {
        this.random = random;
        this.writer = new DescriptionWriter(local, random);
        this.credentials = LocalTransport.create(random);
    }

    /**
     * Adds an m-line that sends, or takes up one of that kind that both sides know to be inactive.
     *
     * @param msidStream tracks with the same stream id are kept in step by the watcher; no blanks in it
     * @param msidTrack names the track; no blanks in it
     * @return its MID
     */
    public String addTrack(MediaKind kind, String msidStream, String msidTrack) {
        offerNeeded = true;
        DescriptionWriter.Msid msid = new DescriptionWriter.Msid(msidStream, msidTrack);
        String cname = cnames.computeIfAbsent(msidStream, _ -> LocalTransport.text(random, CNAME_LENGTH));
        LocalSource source = source(kind, cname);
        for (Slot slot : slots) {
            if (slot.free && slot.kind == kind) {
                slot.free = false;
                slot.wanted = true;
                slot.msid = msid;
                slot.source = source;
                return slot.mid;
            }
        }
        Slot added = new Slot(Integer.toString(nextMid++), kind, msid, source);
        int place = replaceable();
        if (place < 0) {
            slots.add(added);
        } else {
            slots.set(place, added);
        }
        return added.mid;
    }

    /** Sound has no retransmissions of its own SSRC: Chromium refuses a second source on an audio m-line. */
    private LocalSource source(MediaKind kind, String cname) {
        LocalSource chosen =
                Ssrcs.source(random, cname, slots.stream().map(s -> s.source).toList());
        return kind == MediaKind.VIDEO ? chosen : new LocalSource(chosen.ssrc(), 0, cname);
    }

    /** The place of a rejected m-line that nobody wants any more (RFC 9429, 5.2.2), or -1. */
    private int replaceable() {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.rejected && !slot.wanted && !isOutstanding(slot)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isOutstanding(Slot slot) {
        return outstanding != null && outstanding.media().stream().anyMatch(o -> o.slot() == slot);
    }

    /** Makes an m-line inactive; unknown and inactive ones are left as they are. */
    public void removeTrack(String mid) {
        for (Slot slot : slots) {
            if (slot.mid.equals(mid) && slot.wanted) {
                slot.wanted = false;
                offerNeeded = true;
            }
        }
    }

    /** The next offer carries new ICE credentials. */
    public void restartIce() {
        credentials = LocalTransport.create(random);
        offerNeeded = true;
    }

    /** Something changed since the last offer was made. */
    public boolean offerNeeded() {
        return offerNeeded;
    }

    /** An offer waits for its answer. */
    public boolean offerOutstanding() {
        return outstanding != null;
    }

    /** Makes the next offer. Throws IllegalStateException while one is outstanding, and before the first track. */
    public Offer offer() {
        if (outstanding != null || slots.isEmpty()) {
            throw new IllegalStateException(slots.isEmpty() ? "no track to offer" : "an offer is outstanding");
        }
        List<Offered> offered = new ArrayList<>();
        List<MediaDescription> media = new ArrayList<>();
        List<String> group = new ArrayList<>();
        for (Slot slot : slots) {
            offered.add(new Offered(slot, slot.wanted && !slot.rejected));
            if (slot.rejected) {
                media.add(DescriptionWriter.rejected(
                        media(slot.kind), PROTOCOL, Formats.numbers(ServerFormats.of(slot.kind)), slot.mid));
            } else {
                media.add(describe(slot, group.isEmpty()));
                group.add(slot.mid);
            }
        }
        Offer offer = new Offer(
                Integer.toString(nextOffer++),
                writer.session(group, true, media),
                credentials.ufrag(),
                credentials.pwd());
        outstanding = new Outstanding(offer, credentials, List.copyOf(offered));
        offerNeeded = false;
        return offer;
    }

    private MediaDescription describe(Slot slot, boolean tagged) {
        List<Attribute> tail = new ArrayList<>();
        if (slot.wanted) {
            DescriptionWriter.source(slot.source, slot.msid, tail);
        }
        return writer.section(
                new MediaSection(
                        slot.mid,
                        slot.kind,
                        false,
                        slot.wanted ? slot.source : null,
                        ServerFormats.of(slot.kind),
                        ServerFormats.extensions(slot.kind),
                        List.of(),
                        List.of()),
                PROTOCOL,
                slot.wanted ? "sendonly" : "inactive",
                new DescriptionWriter.Transport(credentials, "actpass", tagged, true),
                tail);
    }

    private static String media(MediaKind kind) {
        return kind == MediaKind.AUDIO ? "audio" : "video";
    }

    /**
     * Takes the answer to the outstanding offer. A stale or unacceptable one is refused, and the offer stays outstanding.
     */
    public SessionUpdate accept(String offerId, String answerSdp) throws NegotiationException {
        Outstanding current = outstanding;
        if (current == null || !current.offer().offerId().equals(offerId)) {
            throw new NegotiationException("stale-answer", "This answer is to no offer that waits for one.");
        }
        RemoteDescription answer = RemoteDescription.read(answerSdp);
        List<Section> sections = answer.sections();
        checkMatches(current.media(), sections);
        List<MediaSection> accepted = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            Offered offered = current.media().get(i);
            MediaSection section = offered.slot().rejected ? null : read(answer, sections.get(i), offered);
            if (section != null) {
                accepted.add(section);
            }
        }
        TransportParameters next = transport(current, answer, accepted);
        commit(current, accepted);
        transport = next;
        outstanding = null;
        return new SessionUpdate(next, List.copyOf(accepted));
    }

    private static void checkMatches(List<Offered> offered, List<Section> sections) throws NegotiationException {
        boolean matches = offered.size() == sections.size();
        for (int i = 0; matches && i < offered.size(); i++) {
            Section section = sections.get(i);
            Slot slot = offered.get(i).slot();
            // A rejected m-line may come without its MID.
            matches = section.media().media().equals(media(slot.kind))
                    && (section.media().rejected() || section.mid().equals(slot.mid));
        }
        if (!matches) {
            throw new NegotiationException("m-lines-changed", "The answer does not have the m-lines of the offer.");
        }
    }

    /** The m-line as both sides agree on it, null where the watcher rejects it or knows no codec of it. */
    private static @Nullable MediaSection read(RemoteDescription answer, Section section, Offered offered) {
        Slot slot = offered.slot();
        List<PayloadFormat> formats = section.usable() ? agreed(section, slot.kind) : List.of();
        if (formats.isEmpty()) {
            return null;
        }
        boolean sends = offered.active() && section.direction().receives();
        boolean rtx = formats.stream().anyMatch(format -> format.rtxPayloadType() >= 0);
        LocalSource source = rtx ? slot.source : new LocalSource(slot.source.ssrc(), 0, slot.source.cname());
        ExtensionMap extensions = Extensions.intersect(
                ServerFormats.extensions(slot.kind), Extensions.sent(answer.session(), section.attributes()));
        return new MediaSection(
                slot.mid, slot.kind, false, sends ? source : null, formats, extensions, List.of(), List.of());
    }

    /** What was offered and is answered with the same number for the same codec (RFC 3264, 6.1). */
    private static List<PayloadFormat> agreed(Section section, MediaKind kind) {
        List<PayloadFormat> agreed = new ArrayList<>();
        for (PayloadFormat answered : Formats.read(section.media(), kind)) {
            for (PayloadFormat offered : ServerFormats.of(kind)) {
                if (offered.payloadType() == answered.payloadType()
                        && CodecMatching.same(offered.codec(), answered.codec())) {
                    agreed.add(both(offered, answered));
                }
            }
        }
        return List.copyOf(agreed);
    }

    private static PayloadFormat both(PayloadFormat offered, PayloadFormat answered) {
        boolean rtx = answered.rtxPayloadType() == offered.rtxPayloadType();
        return new PayloadFormat(
                offered.payloadType(),
                answered.codec(),
                rtx ? offered.rtxPayloadType() : -1,
                offered.nack() && answered.nack(),
                offered.pli() && answered.pli(),
                offered.fir() && answered.fir(),
                offered.transportCc() && answered.transportCc(),
                offered.remb() && answered.remb());
    }

    private TransportParameters transport(Outstanding current, RemoteDescription answer, List<MediaSection> accepted)
            throws NegotiationException {
        TransportParameters previous = transport;
        RemoteTransport remote = answer.transport();
        if (remote == null || accepted.isEmpty()) {
            if (previous == null) {
                throw new NegotiationException(
                        "no-common-media", "The answer takes none of the media: no codec in common.");
            }
            return previous;
        }
        if (remote.setup().equals("actpass")) {
            throw new NegotiationException("setup-unsupported", "An answer's a=setup is active or passive.");
        }
        DtlsRole role = remote.localRole();
        if (previous != null
                && (role != previous.role() || !remote.fingerprint().equals(previous.remoteFingerprint()))) {
            throw new NegotiationException(
                    "dtls-changed", "Certificate and DTLS role cannot change: open a new connection.");
        }
        LocalTransport own = current.credentials();
        return new TransportParameters(
                own.ufrag(), own.pwd(), remote.ufrag(), remote.pwd(), role, remote.fingerprint());
    }

    private static void commit(Outstanding current, List<MediaSection> accepted) {
        for (Offered offered : current.media()) {
            Slot slot = offered.slot();
            boolean taken = accepted.stream().anyMatch(section -> section.mid().equals(slot.mid));
            slot.rejected = !taken;
            slot.free = taken && !offered.active() && !slot.wanted;
        }
    }
}
