package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Rid;
import org.lyceum.wire.sdp.Simulcast;

/**
 * Answers the offers of one publishing connection: from a studio page by signaling, or from a WHIP client. One object for
 * the life of the connection, used by one thread at a time.
 *
 * <p>The codecs of an answer are those of the offer that Lyceum forwards, in the offer's order: the publisher's preference
 * counts, since {@code setCodecPreferences} is how the studio's picker works. M-lines on which nothing is sent are answered
 * inactive, data channels are rejected.
 *
 * <p>The role in DTLS is the server's unless the publisher is passive, as some encoders are.
 */
public final class PublishNegotiator {
    private static final int MOST_LAYERS = 8;

    private final Answerer answerer;

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public PublishNegotiator(LocalParameters local, RandomGenerator random) {
        answerer = new Answerer(local, random);
    }

    /** Answers a first or repeated offer; after an exception the state is what it was before. */
    public Negotiated answer(String offerSdp) throws NegotiationException {
        return answerer.answer(offerSdp, new Receiving());
    }

    /** ICE restart by fragment, as WHIP does it; after an exception the state is what it was before. */
    public IceRestarted restartIce(String fragment) throws NegotiationException {
        return answerer.restartIce(fragment);
    }

    private static final class Receiving implements Answerer.Policy {
        @Override
        public @Nullable MediaSection accept(Attributes session, Section section) throws NegotiationException {
            MediaKind kind = section.kind();
            if (kind == null) {
                return null;
            }
            boolean receives = section.direction().sends();
            List<PayloadFormat> formats = Formats.read(section.media(), kind);
            if (formats.isEmpty()) {
                if (receives) {
                    // Silence in place of sound or picture would leave the publisher in the dark.
                    throw new NegotiationException("no-common-codec", noCommonCodec(kind));
                }
                return null;
            }
            ExtensionMap extensions = Extensions.received(session, section.attributes());
            boolean layers = receives && kind == MediaKind.VIDEO && extensions.rid() != 0;
            return new MediaSection(
                    section.mid(),
                    kind,
                    receives,
                    null,
                    formats,
                    extensions,
                    layers ? rids(section.attributes()) : List.of(),
                    receives ? RemoteSources.read(section.attributes()) : List.of());
        }

        private static String noCommonCodec(MediaKind kind) {
            return kind == MediaKind.AUDIO
                    ? "The server forwards Opus sound, and the offer has none."
                    : "The server forwards VP8, H.264, VP9 and AV1, and the offer has none of them.";
        }

        /** Those that the simulcast line sends and an a=rid line describes; one alone is no simulcast, but still a layer. */
        private static List<String> rids(Attributes media) {
            String value = media.first("simulcast");
            Simulcast simulcast = value == null ? null : Simulcast.parse(value);
            if (simulcast == null || simulcast.send().size() > MOST_LAYERS) {
                return List.of();
            }
            Map<String, Rid> described = described(media);
            return simulcast.send().stream()
                    .filter(described::containsKey)
                    .distinct()
                    .toList();
        }

        private static Map<String, Rid> described(Attributes media) {
            return media.all("rid").stream()
                    .map(Rid::parse)
                    .filter(rid -> rid != null && rid.send())
                    .collect(Collectors.toMap(Rid::id, Function.identity(), (first, _) -> first));
        }

        /** Restrictions are kept (RFC 8851, 6.3), but for payload types: some of those offered are gone. */
        private static String withoutFormats(String restrictions) {
            return Stream.of(restrictions.split(";", -1))
                    .filter(part -> !part.strip().startsWith("pt="))
                    .collect(Collectors.joining(";"));
        }

        @Override
        public List<Attribute> tail(Section section, MediaSection accepted) {
            List<Attribute> tail = new ArrayList<>();
            if (accepted.rids().isEmpty()) {
                return tail;
            }
            Map<String, Rid> described = described(section.attributes());
            for (String id : accepted.rids()) {
                Rid offered = described.get(id);
                String restrictions = offered == null ? "" : withoutFormats(offered.restrictions());
                tail.add(Attribute.of("rid", new Rid(id, false, restrictions).format()));
            }
            tail.add(Attribute.of("simulcast", new Simulcast(List.of(), accepted.rids()).format()));
            return tail;
        }
    }
}
