package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.IceFragment;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SdpException;

/**
 * The answering side of a connection: what publishing and playing have in common. What to accept is decided by a {@link
 * Policy}; this keeps transport, m-line order and ICE credentials from one answer to the next.
 */
final class Answerer {
    /** Decides about the m-lines of one offer, asked once for each in order. */
    interface Policy {
        /** What becomes of a usable m-line, or null to reject it. */
        @Nullable
        MediaSection accept(Attributes session, Section section) throws NegotiationException;

        /** Lines at the end of an accepted m-line. */
        List<Attribute> tail(Section section, MediaSection accepted);
    }

    /** An m-line as the last answer left it. */
    private record Slot(String media, String mid, boolean inUse) {}

    private final RandomGenerator random;
    private final DescriptionWriter writer;
    private @Nullable TransportParameters transport;
    private List<MediaSection> accepted = List.of();
    private List<Slot> slots = List.of();

    Answerer(LocalParameters local, RandomGenerator random) {
        this.random = random;
        this.writer = new DescriptionWriter(local, random);
    }

    Negotiated answer(String offerSdp, Policy policy) throws NegotiationException {
        RemoteDescription offer = RemoteDescription.read(offerSdp);
        checkOrder(offer.sections());
        List<MediaSection> sections = new ArrayList<>();
        Map<String, MediaSection> byMid = new LinkedHashMap<>();
        for (Section section : offer.sections()) {
            MediaSection decision = section.usable() ? policy.accept(offer.session(), section) : null;
            if (decision != null) {
                sections.add(decision);
                byMid.put(section.mid(), decision);
            }
        }
        TransportParameters next = transport(offer, sections);
        String sdp = write(offer, byMid, next, policy);

        transport = next;
        accepted = List.copyOf(sections);
        slots = offer.sections().stream()
                .map(s -> new Slot(s.media().media(), s.mid(), byMid.containsKey(s.mid())))
                .toList();
        return new Negotiated(sdp, new SessionUpdate(next, accepted), flowing(accepted));
    }

    /** M-lines keep their places; one that is not in use may be taken by another (RFC 9429, 5.2.2). */
    private void checkOrder(List<Section> sections) throws NegotiationException {
        boolean kept = sections.size() >= slots.size();
        for (int i = 0; kept && i < slots.size(); i++) {
            Slot slot = slots.get(i);
            Section section = sections.get(i);
            kept = !slot.inUse()
                    || (slot.mid().equals(section.mid())
                            && slot.media().equals(section.media().media()));
        }
        if (!kept) {
            throw new NegotiationException(
                    "m-lines-changed", "A repeated offer must keep the m-lines of the one before in their places.");
        }
    }

    private TransportParameters transport(RemoteDescription offer, List<MediaSection> sections)
            throws NegotiationException {
        TransportParameters current = transport;
        RemoteTransport remote = offer.transport();
        if (remote == null || sections.isEmpty()) {
            if (current == null) {
                throw new NegotiationException(
                        "no-common-media",
                        "The offer has no m-line that the server can take: it forwards Opus, VP8, H.264, VP9 and AV1.");
            }
            return current;
        }
        if (current == null) {
            return parameters(LocalTransport.create(random), remote, remote.localRole());
        }
        checkSameAssociation(current, remote);
        boolean restart =
                !remote.ufrag().equals(current.remoteUfrag()) || !remote.pwd().equals(current.remotePwd());
        return restart ? parameters(LocalTransport.create(random), remote, current.role()) : current;
    }

    /** A new certificate or role would be a new DTLS association (RFC 8842, 4), which a new connection does better. */
    private static void checkSameAssociation(TransportParameters current, RemoteTransport remote)
            throws NegotiationException {
        boolean roleKept = remote.setup().equals("actpass") || remote.localRole() == current.role();
        if (!roleKept || !remote.fingerprint().equals(current.remoteFingerprint())) {
            throw new NegotiationException(
                    "dtls-changed", "Certificate and DTLS role cannot change: open a new connection.");
        }
    }

    private static TransportParameters parameters(LocalTransport own, RemoteTransport remote, DtlsRole role) {
        return new TransportParameters(
                own.ufrag(), own.pwd(), remote.ufrag(), remote.pwd(), role, remote.fingerprint());
    }

    private String write(
            RemoteDescription offer, Map<String, MediaSection> byMid, TransportParameters next, Policy policy) {
        LocalTransport own = new LocalTransport(next.localUfrag(), next.localPwd());
        String setup = next.role() == DtlsRole.SERVER ? "passive" : "active";
        List<MediaDescription> media = new ArrayList<>();
        boolean tagged = true;
        for (Section section : offer.sections()) {
            MediaDescription offered = section.media();
            MediaSection decision = byMid.get(section.mid());
            if (decision == null) {
                media.add(DescriptionWriter.rejected(
                        offered.media(),
                        offered.protocol(),
                        offered.formats(),
                        offered.attributes().first("mid")));
                continue;
            }
            List<Attribute> tail = new ArrayList<>(policy.tail(section, decision));
            if (section.attributes().has("extmap-allow-mixed")) {
                tail.add(Attribute.of("extmap-allow-mixed"));
            }
            media.add(writer.section(
                    decision,
                    offered.protocol(),
                    direction(decision),
                    new DescriptionWriter.Transport(
                            own, setup, tagged, section.attributes().has("mid")),
                    tail));
            tagged = false;
        }
        boolean mixed = offer.session().has("extmap-allow-mixed");
        // The answer's group is a subset of the offer's, and an offer of one m-line may have none.
        List<String> group =
                byMid.keySet().stream().filter(offer.group()::contains).toList();
        return writer.session(group, mixed, media);
    }

    private static String direction(MediaSection section) {
        return section.receives() ? "recvonly" : section.local() != null ? "sendonly" : "inactive";
    }

    private static Map<String, MediaKind> flowing(List<MediaSection> sections) {
        Map<String, MediaKind> mids = new LinkedHashMap<>();
        for (MediaSection section : sections) {
            if (section.receives() || section.local() != null) {
                mids.put(section.mid(), section.kind());
            }
        }
        return mids;
    }

    /** New credentials on both sides, everything else as it is. */
    IceRestarted restartIce(String text) throws NegotiationException {
        TransportParameters current = transport;
        if (current == null) {
            throw new NegotiationException("no-session", "There is no session whose ICE could restart.");
        }
        IceFragment fragment = fragment(text);
        String ufrag = RemoteTransport.ufrag(fragment.ufrag());
        String pwd = RemoteTransport.pwd(fragment.pwd());
        if (ufrag.equals(current.remoteUfrag())) {
            throw new NegotiationException("ice-unchanged", "An ICE restart needs a new ice-ufrag and ice-pwd.");
        }
        LocalTransport own = LocalTransport.create(random);
        TransportParameters next = new TransportParameters(
                own.ufrag(), own.pwd(), ufrag, pwd, current.role(), current.remoteFingerprint());
        transport = next;
        return new IceRestarted(fragment(own), new SessionUpdate(next, accepted));
    }

    private static IceFragment fragment(String text) throws NegotiationException {
        try {
            return IceFragment.parse(text);
        } catch (SdpException e) {
            throw new NegotiationException("sdp-malformed", String.valueOf(e.getMessage()));
        }
    }

    /** This side's fragment (RFC 8840, 4.4): credentials, then the candidates under the m-line that BUNDLE goes by. */
    private String fragment(LocalTransport own) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.of("ice-lite"));
        attributes.add(Attribute.of("ice-ufrag", own.ufrag()));
        attributes.add(Attribute.of("ice-pwd", own.pwd()));
        StringBuilder out = new StringBuilder();
        attributes.forEach(a -> a.appendTo(out));
        if (!accepted.isEmpty()) {
            MediaSection first = accepted.getFirst();
            out.append(first.kind() == MediaKind.AUDIO ? "m=audio" : "m=video")
                    .append(" 9 UDP/TLS/RTP/SAVPF ")
                    .append(first.formats().getFirst().payloadType())
                    .append("\r\na=mid:")
                    .append(first.mid())
                    .append("\r\n");
        }
        List<Attribute> candidates = new ArrayList<>();
        writer.candidates(candidates);
        candidates.forEach(a -> a.appendTo(out));
        return out.toString();
    }
}
