package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Direction;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;

/**
 * An offer or answer of the other side, checked for what Lyceum cannot do without: one transport for everything (BUNDLE,
 * RFC 9143) with RTP and RTCP on it (RFC 8834, 4.5).
 *
 * @param session the session's own attributes
 * @param group the MIDs of its BUNDLE group
 * @param sections every m-line in order
 * @param transport null where no m-line is usable
 */
record RemoteDescription(
        Attributes session,
        List<String> group,
        List<Section> sections,
        @Nullable RemoteTransport transport) {
    private static final int LONGEST_MID = 64;

    static RemoteDescription read(String sdp) throws NegotiationException {
        SessionDescription description;
        try {
            description = SessionDescription.parse(sdp);
        } catch (SdpException e) {
            throw new NegotiationException("sdp-malformed", String.valueOf(e.getMessage()));
        }
        List<Section> sections = bundled(sections(description), description);
        for (Section section : sections) {
            if (section.usable() && !hasRtcpMux(section.attributes())) {
                throw new NegotiationException(
                        "rtcp-mux-required", "RTP and RTCP must share one port: offer a=rtcp-mux on every m-line.");
            }
        }
        if (description.attributes().has("ice-lite")) {
            throw new NegotiationException(
                    "ice-lite-unsupported", "The server is an ICE-lite agent itself and needs a full one to talk to.");
        }
        return new RemoteDescription(
                description.attributes(),
                description.group("BUNDLE"),
                sections,
                transport(description.attributes(), sections));
    }

    private static boolean hasRtcpMux(Attributes attributes) {
        return attributes.has("rtcp-mux") || attributes.has("rtcp-mux-only");
    }

    private static List<Section> sections(SessionDescription description) throws NegotiationException {
        List<Section> sections = new ArrayList<>();
        Set<String> mids = new HashSet<>();
        Direction standard = Direction.of(description.attributes());
        for (MediaDescription media : description.media()) {
            String mid = media.attributes().first("mid");
            if (mid != null && (!isToken(mid) || !mids.add(mid))) {
                throw new NegotiationException("mid-invalid", "Every m-line needs an a=mid of its own.");
            }
            Direction stated = Direction.of(media.attributes());
            Direction direction = stated != null ? stated : standard != null ? standard : Direction.SENDRECV;
            MediaKind kind = kind(media);
            String name = mid == null ? Integer.toString(sections.size()) : mid;
            sections.add(new Section(media, name, kind, direction, kind != null && !media.rejected()));
        }
        return sections;
    }

    private static @Nullable MediaKind kind(MediaDescription media) {
        String protocol = media.protocol().toUpperCase(Locale.ROOT);
        if (!protocol.endsWith("RTP/SAVPF") && !protocol.endsWith("RTP/SAVP")) {
            return null;
        }
        return switch (media.media()) {
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> null;
        };
    }

    /** An identification-tag is a token (RFC 5888, 4); it also has to fit into a header extension. */
    private static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > LONGEST_MID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Leaves out of use what has a transport of its own; a single m-line needs no group. */
    private static List<Section> bundled(List<Section> sections, SessionDescription description)
            throws NegotiationException {
        Set<String> group = new HashSet<>(description.group("BUNDLE"));
        long usable = sections.stream().filter(Section::usable).count();
        if (usable <= 1) {
            return sections;
        }
        List<Section> result = new ArrayList<>();
        for (Section section : sections) {
            boolean inGroup =
                    group.contains(section.mid()) && section.attributes().has("mid");
            result.add(inGroup ? section : section.unusable());
        }
        if (result.stream().noneMatch(Section::usable)) {
            throw new NegotiationException(
                    "bundle-required", "All media must share one transport: offer them in one a=group:BUNDLE.");
        }
        return result;
    }

    /** BUNDLE's parameters stand with its first m-line (RFC 9143, 7.1.3), which may be one that is not usable here. */
    private static @Nullable RemoteTransport transport(Attributes session, List<Section> sections)
            throws NegotiationException {
        List<Attributes> levels = new ArrayList<>();
        sections.stream().filter(Section::usable).limit(1).forEach(s -> levels.add(s.attributes()));
        if (levels.isEmpty()) {
            return null;
        }
        levels.add(session);
        sections.stream().filter(s -> s.usable() || s.kind() == null).forEach(s -> levels.add(s.attributes()));
        return RemoteTransport.read(levels);
    }
}
