package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Candidate;
import org.lyceum.wire.sdp.Line;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SessionDescription;
import org.lyceum.wire.sdp.SsrcGroup;

/**
 * Writes the descriptions of one connection: what offers and answers of this side have in common. The session id stays,
 * the version grows with each (RFC 8866, 5.2).
 */
final class DescriptionWriter {
    private final LocalParameters local;
    private final long sessionId;
    private long version;

    /**
     * What an m-line says of this side's transport.
     *
     * @param credentials ICE
     * @param setup {@code actpass}, {@code active} or {@code passive}
     * @param tagged the first of the BUNDLE group, which alone carries the candidates
     * @param named it has an {@code a=mid}
     */
    record Transport(LocalTransport credentials, String setup, boolean tagged, boolean named) {}

    /**
     * What an m-line says of the track on it.
     *
     * @param stream tracks with the same one are kept in step
     * @param track names the track within it
     */
    record Msid(String stream, String track) {
        String text() {
            return stream + " " + track;
        }
    }

    DescriptionWriter(LocalParameters local, RandomGenerator random) {
        this.local = local;
        this.sessionId = random.nextLong() >>> 2;
    }

    /** The whole text; {@code group} are the MIDs in the BUNDLE group, which is left out when there are none. */
    String session(List<String> group, boolean mixedExtensions, List<MediaDescription> media) {
        List<Line> lines = List.of(
                new Line('v', "0"),
                new Line('o', "- " + sessionId + " " + ++version + " IN IP4 127.0.0.1"),
                new Line('s', "-"),
                new Line('t', "0 0"));
        List<Attribute> attributes = new ArrayList<>();
        if (!group.isEmpty()) {
            attributes.add(Attribute.of("group", "BUNDLE " + String.join(" ", group)));
        }
        attributes.add(Attribute.of("ice-lite"));
        attributes.add(Attribute.of("ice-options", "trickle"));
        if (mixedExtensions) {
            attributes.add(Attribute.of("extmap-allow-mixed"));
        }
        attributes.add(Attribute.of("msid-semantic", "WMS *"));
        return new SessionDescription(lines, new Attributes(attributes), media).format();
    }

    /** An m-line in use. {@code tail} goes at its end: what only some of them have. */
    MediaDescription section(
            MediaSection section, String protocol, String direction, Transport transport, List<Attribute> tail) {
        List<Attribute> attributes = new ArrayList<>();
        if (transport.tagged()) {
            candidates(attributes);
        }
        attributes.add(Attribute.of("ice-ufrag", transport.credentials().ufrag()));
        attributes.add(Attribute.of("ice-pwd", transport.credentials().pwd()));
        Fingerprint fingerprint = local.fingerprint();
        attributes.add(Attribute.of("fingerprint", fingerprint.algorithm() + " " + fingerprint.value()));
        attributes.add(Attribute.of("setup", transport.setup()));
        if (transport.named()) {
            attributes.add(Attribute.of("mid", section.mid()));
        }
        Extensions.write(section.extensions(), attributes);
        attributes.add(Attribute.of(direction));
        attributes.add(Attribute.of("rtcp-mux"));
        attributes.add(Attribute.of("rtcp-rsize"));
        Formats.write(section.formats(), attributes);
        attributes.addAll(tail);
        return new MediaDescription(
                section.kind() == MediaKind.AUDIO ? "audio" : "video",
                port(),
                protocol,
                Formats.numbers(section.formats()),
                List.of(connection()),
                new Attributes(attributes));
    }

    /** An m-line that is not in use keeps its place, and nothing else. */
    static MediaDescription rejected(String media, String protocol, List<String> formats, @Nullable String mid) {
        List<Attribute> attributes = new ArrayList<>();
        if (mid != null) {
            attributes.add(Attribute.of("mid", mid));
        }
        attributes.add(Attribute.of("inactive"));
        return new MediaDescription(
                media, 0, protocol, formats, List.of(new Line('c', "IN IP4 0.0.0.0")), new Attributes(attributes));
    }

    /** The source lines of what this side sends on an m-line. */
    static void source(@Nullable LocalSource source, Msid msid, List<Attribute> out) {
        out.add(Attribute.of("msid", msid.text()));
        if (source == null) {
            return;
        }
        if (source.rtxSsrc() != 0) {
            SsrcGroup group = new SsrcGroup("FID", List.of(source.ssrc(), source.rtxSsrc()));
            out.add(Attribute.of("ssrc-group", group.format()));
        }
        sourceLines(source.ssrc(), source.cname(), msid, out);
        if (source.rtxSsrc() != 0) {
            sourceLines(source.rtxSsrc(), source.cname(), msid, out);
        }
    }

    private static void sourceLines(int ssrc, String cname, Msid msid, List<Attribute> out) {
        String number = Integer.toUnsignedString(ssrc);
        out.add(Attribute.of("ssrc", number + " cname:" + cname));
        out.add(Attribute.of("ssrc", number + " msid:" + msid.text()));
    }

    /** Every candidate of this side, and that there will be no more: a lite agent has only host candidates. */
    void candidates(List<Attribute> out) {
        int foundation = 1;
        for (Candidate candidate : local.candidates()) {
            out.add(Attribute.of("candidate", candidate.format(Integer.toString(foundation++))));
        }
        out.add(Attribute.of("end-of-candidates"));
    }

    /** The default destination must be one of the candidates (RFC 8839, 4.2.1.2); 9 stands for none. */
    private int port() {
        return local.candidates().isEmpty() ? 9 : local.candidates().getFirst().port();
    }

    private Line connection() {
        if (local.candidates().isEmpty()) {
            return new Line('c', "IN IP4 0.0.0.0");
        }
        String address = local.candidates().getFirst().address();
        return new Line('c', (address.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ") + address);
    }
}
