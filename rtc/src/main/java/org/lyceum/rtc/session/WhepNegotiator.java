package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.Attributes;

/**
 * Answers the offer of one WHEP player: every accepted m-line is sendonly from the start, with SSRCs that stay for the life
 * of the connection. RED is sent only to who offers it. One object for the life of the connection, used by one thread at a
 * time.
 */
public final class WhepNegotiator {
    private static final int CNAME_LENGTH = 16;

    private final Answerer answerer;
    private final RandomGenerator random;
    private final String cname;
    private final Map<String, LocalSource> sources = new HashMap<>();

    /** {@code random} must be cryptographically strong: ICE passwords come from it. */
    public WhepNegotiator(LocalParameters local, RandomGenerator random) {
        this.answerer = new Answerer(local, random);
        this.random = random;
        this.cname = LocalTransport.text(random, CNAME_LENGTH);
    }

    /**
     * Answers a first or repeated offer. Of the m-lines that want to receive, the first {@code audioLines} of sound and
     * {@code videoLines} of picture are accepted, the others rejected; so is one without a codec in common. After an
     * exception the state is what it was before.
     */
    public Negotiated answer(String offerSdp, int audioLines, int videoLines) throws NegotiationException {
        return answerer.answer(offerSdp, new Sending(audioLines, videoLines));
    }

    /** ICE restart by fragment; after an exception the state is what it was before. */
    public IceRestarted restartIce(String fragment) throws NegotiationException {
        return answerer.restartIce(fragment);
    }

    private LocalSource source(String mid, boolean rtx) {
        LocalSource source = sources.computeIfAbsent(mid, _ -> Ssrcs.source(random, cname, sources.values()));
        return rtx ? source : new LocalSource(source.ssrc(), 0, cname);
    }

    private final class Sending implements Answerer.Policy {
        private int audioLines;
        private int videoLines;

        Sending(int audioLines, int videoLines) {
            this.audioLines = audioLines;
            this.videoLines = videoLines;
        }

        @Override
        public @Nullable MediaSection accept(Attributes session, Section section) {
            MediaKind kind = section.kind();
            if (kind == null) {
                return null;
            }
            List<PayloadFormat> formats = Formats.read(section.media(), kind);
            boolean sends = section.direction().receives();
            if (formats.isEmpty() || (sends && !takeLine(kind))) {
                return null;
            }
            boolean rtx = formats.stream().anyMatch(format -> format.rtxPayloadType() >= 0);
            return new MediaSection(
                    section.mid(),
                    kind,
                    false,
                    sends ? source(section.mid(), rtx) : null,
                    formats,
                    Extensions.sent(session, section.attributes()),
                    List.of(),
                    List.of());
        }

        private boolean takeLine(MediaKind kind) {
            return switch (kind) {
                case AUDIO -> --audioLines >= 0;
                case VIDEO -> --videoLines >= 0;
            };
        }

        @Override
        public List<Attribute> tail(Section section, MediaSection accepted) {
            List<Attribute> tail = new ArrayList<>();
            if (accepted.local() != null) {
                String track = "track-" + accepted.mid();
                DescriptionWriter.source(accepted.local(), new DescriptionWriter.Msid("lyceum", track), tail);
            }
            return tail;
        }
    }
}
