package org.lyceum.bench.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Agreement;
import org.lyceum.bench.client.LocalDescription;
import org.lyceum.bench.client.Signaling;
import org.lyceum.wire.sdp.SdpException;

/** How one publishes in a VideoRoom of Janus, which answers, and how one watches, where Janus offers. */
final class JanusSignaling {
    private JanusSignaling() {}

    /** What a session of Janus has come to. */
    private record Agreed(JanusSession janus, Agreement agreement) implements Signaling.Session {
        @Override
        public void end() throws IOException {
            janus.destroy();
        }
    }

    private interface Talk {
        Agreement over(JanusSession janus) throws IOException, SdpException;
    }

    /** A session in which it was talked about; none is left behind where that failed. */
    private static Signaling.Session agree(HttpClient http, URI janus, Talk talk) throws IOException {
        JanusSession session = JanusSession.open(http, janus);
        try {
            return new Agreed(session, talk.over(session));
        } catch (IOException | SdpException e) {
            session.destroy();
            throw e instanceof IOException known ? known : new IOException("Janus: " + e.getMessage(), e);
        }
    }

    /**
     * A publisher's way in.
     *
     * @param janus the HTTP API
     * @param room to publish in
     * @param feed the publisher's number
     */
    record Publishing(URI janus, int room, int feed) implements Signaling {
        @Override
        public Session agree(LocalDescription local, HttpClient http) throws IOException {
            return JanusSignaling.agree(http, janus, session -> {
                session.ask(Map.of("request", "join", "ptype", "publisher", "room", room, "id", feed), null);
                // Our encodings are listed from the smallest on; Janus takes the first for the largest unless it is
                // told.
                JanusSession.Event published = session.ask(
                        Map.of("request", "publish"),
                        Map.of("type", "offer", "sdp", local.offer(), "rid_order", "lmh", "trickle", false));
                return Agreement.read(described(published), local);
            });
        }
    }

    /** A watcher's way in, to one publisher's sound and picture. */
    record Watching(URI janus, int room, int feed) implements Signaling {
        @Override
        public Session agree(LocalDescription local, HttpClient http) throws IOException {
            return JanusSignaling.agree(http, janus, session -> {
                JanusSession.Event attached = session.ask(
                        Map.of(
                                "request",
                                "join",
                                "ptype",
                                "subscriber",
                                "room",
                                room,
                                "streams",
                                List.of(Map.of("feed", feed))),
                        null);
                String offer = described(attached);
                String answer = local.answer(offer);
                session.ask(Map.of("request", "start"), Map.of("type", "answer", "sdp", answer, "trickle", false));
                return Agreement.read(offer, local);
            });
        }
    }

    private static String described(JanusSession.Event event) throws IOException {
        @Nullable String sdp = event.sdp();
        if (sdp == null) {
            throw new IOException("Janus gave no description: " + event.data());
        }
        return sdp;
    }
}
