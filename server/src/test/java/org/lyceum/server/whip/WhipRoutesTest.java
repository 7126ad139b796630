package org.lyceum.server.whip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.platform.streams.KeyedStream;
import org.lyceum.platform.streams.StreamStatus;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.server.api.ApiLimits;
import org.lyceum.server.room.RoomLimits;
import org.lyceum.server.whip.WhipServer.Answer;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;

class WhipRoutesTest {
    private static final String NEW_CREDENTIALS =
            "a=ice-ufrag:Zz9x\r\na=ice-pwd:0123456789abcdefghijkl\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";
    private static final String CANDIDATE = """
            a=ice-ufrag:Wq3h
            a=ice-pwd:9lL0yR3w6TqkzS2pXcVb8N
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            a=mid:0
            a=candidate:1 1 udp 1 198.51.100.1 39132 typ host
            """;

    @TempDir
    private Path data = Path.of("");

    private WhipServer server;

    @BeforeEach
    void start() {
        server = new WhipServer(
                data,
                new WhipLimits(3, 4, new ApiLimits.Limit(20, Duration.ofHours(1))),
                RoomLimits.DEFAULT.withWatchers(2));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer publishing() {
        Answer answer = server.whip(WhipServer.offer("obs-whip")).is(201);
        connect();
        return answer;
    }

    /** The newest peer does ICE and DTLS, and media flows. */
    private void connect() {
        server.media.peers.getLast().listener.connected();
    }

    /** And a stream that is live, for players. */
    private void live() {
        publishing();
        awaitFlowing(server.stream);
    }

    private void awaitFlowing(KeyedStream stream) {
        await().atMost(5, SECONDS)
                .until(() -> server.rooms.isFlowing(stream.stream().id()));
    }

    // ---- publishing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "obs-whip",
                "ffmpeg-whip",
                "gstreamer-whip",
                "chromium-publish",
                "firefox-simulcast",
                "safari-publish"
            })
    void anOfferWithTheStreamsKeyIsAnswered(String name) throws SdpException {
        Answer answer = server.whip(WhipServer.offer(name)).is(201);

        assertThat(answer.header("Content-Type")).isEqualTo("application/sdp");
        assertThat(answer.location()).startsWith(server.uri("/whip/sessions/").toString());
        assertThat(answer.etag()).matches("\"[0-9a-f]{16}\"");
        assertThat(answer.header("Accept-Patch")).isEqualTo("application/trickle-ice-sdpfrag");
        assertThat(answer.headers("Link"))
                .hasSize(2)
                .first()
                .asString()
                .matches("<turn:turn\\.example\\.org:3478\\?transport=udp>; rel=\"ice-server\";"
                        + " username=\"\\d+:[0-9a-f]{16}\"; credential=\"[^\"]{28}\"; credential-type=\"password\"");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Location", "ETag", "Link", "Accept-Patch");
        SessionDescription sdp = SessionDescription.parse(answer.body());
        assertThat(sdp.attributes().has("ice-lite")).isTrue();
        assertThat(sdp.media()).hasSize(2).allMatch(media -> media.port() == 7882);
        assertThat(server.media.peers).hasSize(1);
        connect();
        await().atMost(5, SECONDS)
                .until(() -> server.platform
                                .streams()
                                .find(server.stream.stream().id())
                                .orElseThrow()
                                .status()
                        == StreamStatus.LIVE);
    }

    @Test
    void sessionUrlsCannotBeGuessed() {
        Set<String> urls = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String location = publishing().location();
            String id = location.substring(location.lastIndexOf('/') + 1);
            assertThat(id).matches("[A-Za-z0-9_-]{22,}");
            assertThat(urls.add(id)).isTrue();
            server.send("DELETE", location, null).is(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer sk_wrong", "Basic abc", "Bearer eyJhbGciOiJub25lIn0.e30."})
    void withoutTheRightKeyNothingIsPublished(String authorization) {
        Answer answer = authorization.isEmpty()
                ? server.send("POST", "/whip", WhipServer.offer("obs-whip"), "Content-Type", "application/sdp")
                : server.send(
                        "POST",
                        "/whip",
                        WhipServer.offer("obs-whip"),
                        "Content-Type",
                        "application/sdp",
                        "Authorization",
                        authorization);

        answer.refused(401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(server.media.peers).isEmpty();
    }

    @Test
    void anAddressThatKeepsTryingWrongKeysIsSlowedDownAndARightKeyIsNot() {
        for (int i = 0; i < 20; i++) {
            server.whip(WhipServer.offer("obs-whip"), "sk_wrong" + i).refused(401, "unauthorized");
        }
        server.whip(WhipServer.offer("obs-whip"), "sk_wrong").refused(429, "too-many-requests");
        server.whip(WhipServer.offer("obs-whip")).is(201);
    }

    @Test
    void aReplacedKeyPublishesNoMoreAndEndsWhatItPublished() {
        Answer answer = publishing();
        KeyedStream renewed =
                server.platform.streams().rotateKey(server.stream.stream().id());

        await().atMost(5, SECONDS)
                .untilAsserted(
                        () -> server.send("DELETE", answer.location(), null).refused(404, "session-not-found"));
        server.whip(WhipServer.offer("obs-whip")).refused(401, "unauthorized");
        server.whip(WhipServer.offer("obs-whip"), renewed.streamKey()).is(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/sdpx", ""})
    void aBodyOfAnotherTypeIsRefused(String type) {
        String key = "Bearer " + server.stream.streamKey();
        Answer answer = type.isEmpty()
                ? server.send("POST", "/whip", WhipServer.offer("obs-whip"), "Authorization", key)
                : server.send(
                        "POST", "/whip", WhipServer.offer("obs-whip"), "Authorization", key, "Content-Type", type);

        answer.refused(415, "unsupported-media-type");
        assertThat(answer.header("Accept-Post")).isEqualTo("application/sdp");
    }

    @Test
    void theTypeMayHaveParameters() {
        String key = "Bearer " + server.stream.streamKey();

        server.send(
                        "POST",
                        "/whip",
                        WhipServer.offer("obs-whip"),
                        "Authorization",
                        key,
                        "Content-Type",
                        "Application/SDP; charset=utf-8")
                .is(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, 200 * 1024})
    void aBodyThatIsTooLongIsRefused(int length) {
        Answer answer = server.whip("v".repeat(length)).is(413);

        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=0|hello|400|sdp-malformed",
                "a=group:BUNDLE 0 1|a=x|422|bundle-required",
                "a=rtcp-mux|a=x|422|rtcp-mux-required",
                "H264/90000|H265/90000|422|no-common-codec",
                "a=fingerprint:sha-256|a=fingerprint:md5|422|fingerprint-missing",
            })
    void anOfferThatCannotBeAnsweredIsRefused(String find, String replacement, int status, String code) {
        server.whip(WhipServer.offer("obs-whip").replace(find, replacement)).refused(status, code);

        assertThat(server.whip(WhipServer.offer("obs-whip")).status()).isEqualTo(201);
    }

    @Test
    void aServerThatIsAboutToStopSaysWhenToComeBack() {
        server.rooms.drain();

        Answer answer = server.whip(WhipServer.offer("obs-whip")).refused(503, "draining");

        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void aPublisherWhoComesAgainTakesOver() {
        Answer first = publishing();
        Answer second = publishing();

        server.send("DELETE", first.location(), null).refused(404, "session-not-found");
        server.send("DELETE", second.location(), null).is(200);
    }

    // ---- the session

    @Test
    void deletingEndsTheSessionOnce() {
        String location = publishing().location();

        server.send("DELETE", location, null).is(200);
        await().atMost(5, SECONDS).until(() -> server.media.peers.getFirst().closed);
        server.send("DELETE", location, null).refused(404, "session-not-found");
        server.patch(location, CANDIDATE, "If-Match", "*").refused(404, "session-not-found");
    }

    @Test
    void aSessionWhosePeerIsGoneIsGone() {
        String location = publishing().location();

        server.media.peers.getFirst().listener.closed(CloseReason.EXPIRED);

        await().atMost(5, SECONDS)
                .untilAsserted(() -> server.send("DELETE", location, null).refused(404, "session-not-found"));
    }

    @Test
    void candidatesAreTaken() {
        Answer session = publishing();

        Answer answer = server.patch(session.location(), CANDIDATE, "If-Match", session.etag())
                .is(204);

        assertThat(answer.etag()).isEqualTo(session.etag());
        assertThat(server.media.peers.getFirst().updates).hasSize(1);
    }

    @Test
    void newCredentialsRestartIceAndMakeTheOldTagOutOfDate() {
        Answer session = publishing();

        Answer restarted = server.patch(session.location(), NEW_CREDENTIALS, "If-Match", "*")
                .is(200);

        assertThat(restarted.header("Content-Type")).isEqualTo("application/trickle-ice-sdpfrag");
        assertThat(restarted.body()).contains("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:1 1 udp", "a=mid:0");
        assertThat(restarted.etag()).isNotEqualTo(session.etag());
        assertThat(server.media.peers.getFirst().updates).hasSize(2);
        assertThat(server.media.peers.getFirst().updates.get(1).transport().remoteUfrag())
                .isEqualTo("Zz9x");
        String candidate = CANDIDATE.replace("Wq3h", "Zz9x");
        server.patch(session.location(), candidate, "If-Match", session.etag()).refused(412, "etag-mismatch");
        server.patch(session.location(), candidate, "If-Match", restarted.etag())
                .is(204);
    }

    @Test
    void aPatchNamesTheIceSessionThatItIsFor() {
        Answer session = publishing();
        String location = session.location();

        server.patch(location, CANDIDATE).refused(428, "if-match-required");
        server.patch(location, CANDIDATE, "If-Match", "\"0000\"").refused(412, "etag-mismatch");
        server.patch(location, CANDIDATE, "If-Match", "W/" + session.etag()).refused(412, "etag-mismatch");
        server.patch(location, CANDIDATE, "If-Match", "\"0000\", " + session.etag())
                .is(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=candidate:1 1 udp 1 198.51.100.1 39132 typ host|422|ice-missing",
                "a=ice-ufrag:Zz9x|422|ice-missing",
                "a=ice-ufrag:Wq3h~a=ice-pwd:9lL0yR3w6TqkzS2pXcVb8N|422|ice-unchanged",
                "m=x|400|sdp-malformed",
            })
    void aRestartWithoutNewCredentialsIsRefused(String fragment, int status, String code) {
        Answer session = publishing();

        server.patch(session.location(), fragment.replace("~", "\r\n"), "If-Match", "*")
                .refused(status, code);
        server.patch(session.location(), CANDIDATE, "If-Match", session.etag()).is(204);
    }

    @Test
    void aPatchOfAnotherTypeOrLengthIsRefused() {
        Answer session = publishing();

        Answer answer = server.send(
                        "PATCH",
                        session.location(),
                        CANDIDATE,
                        "Content-Type",
                        "application/sdp",
                        "If-Match",
                        session.etag())
                .refused(415, "unsupported-media-type");
        assertThat(answer.header("Accept-Patch")).isEqualTo("application/trickle-ice-sdpfrag");
        server.patch(session.location(), "a".repeat(64 * 1024 + 1), "If-Match", session.etag())
                .refused(413, "content-too-large");
    }

    @Test
    void aSessionOfOneEndpointIsNoneOfTheOther() {
        String location = publishing().location();

        server.send("DELETE", location.replace("/whip/", "/whep/"), null).refused(404, "session-not-found");
        server.send("DELETE", "/whip/sessions/unknown", null).refused(404, "session-not-found");
    }

    // ---- methods and origins

    @ParameterizedTest
    @CsvSource({
        "/whip,GET",
        "/whip,PUT",
        "/whip,DELETE",
        "/whip,PATCH",
        "/whep/x,GET",
        "/whep/x,PUT",
        "/whip/sessions/x,GET",
        "/whip/sessions/x,POST",
        "/whip/sessions/x,PUT",
        "/whep/sessions/x,GET"
    })
    void otherMethodsAreRefusedWithThoseThatAreTaken(String path, String method) {
        Answer answer = server.send(method, path, null).refused(405, "method-not-allowed");

        assertThat(answer.header("Allow"))
                .isEqualTo(path.contains("sessions") ? "PATCH, DELETE, OPTIONS" : "POST, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/whip|POST|POST, OPTIONS",
                "/whep/x|POST|POST, OPTIONS",
                "/whip/sessions/x|PATCH|PATCH, DELETE, OPTIONS",
                "/whep/sessions/x|DELETE|PATCH, DELETE, OPTIONS"
            })
    void pagesOfEveryOriginMayAsk(String path, String method, String allowed) {
        Answer answer = server.send(
                        "OPTIONS",
                        path,
                        null,
                        "Origin",
                        "https://player.example",
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        "authorization,content-type,if-match")
                .is(204);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo(allowed);
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("Authorization, Content-Type, If-Match");
    }

    @Test
    void optionsTellWhatIsTaken() {
        assertThat(server.send("OPTIONS", "/whip", null).is(204).header("Accept-Post"))
                .isEqualTo("application/sdp");
        assertThat(server.send("OPTIONS", "/whip/sessions/x", null).is(204).header("Accept-Patch"))
                .isEqualTo("application/trickle-ice-sdpfrag");
    }

    // ---- playing

    @Test
    void aLiveStreamIsPlayed() throws SdpException {
        live();

        Answer answer = server.whep("").is(201);

        assertThat(answer.location()).startsWith(server.uri("/whep/sessions/").toString());
        SessionDescription sdp = SessionDescription.parse(answer.body());
        assertThat(sdp.media()).hasSize(2).allMatch(media -> media.attributes().has("sendonly"));
        assertThat(sdp.media()).allMatch(media -> media.attributes().has("ssrc"));
        await().atMost(5, SECONDS).until(() -> server.media.subscriptions() == 2);
        server.patch(answer.location(), NEW_CREDENTIALS, "If-Match", "*").is(200);
        server.send("DELETE", answer.location(), null).is(200);
    }

    @Test
    void aStreamThatIsNotLiveIsToBeTriedAgain() {
        Answer answer = server.whep("").refused(409, "stream-not-live");

        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void aStreamThatDoesNotExistIsNotFound() {
        server.send("POST", "/whep/nothing", WhipServer.offer("chromium-recvonly"), "Content-Type", "application/sdp")
                .refused(404, "stream-not-found");
    }

    @Test
    void aPrivateStreamWantsATokenAndNoOtherKind() {
        KeyedStream hidden = server.newStream(Visibility.PRIVATE);
        server.whip(WhipServer.offer("obs-whip"), hidden.streamKey()).is(201);
        connect();
        awaitFlowing(hidden);
        String path = "/whep/" + hidden.stream().id();
        String offer = WhipServer.offer("chromium-recvonly");

        Answer refused = server.send("POST", path, offer, "Content-Type", "application/sdp")
                .refused(401, "unauthorized");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        server.send("POST", path, offer, "Content-Type", "application/sdp", "Authorization", "Bearer wrong")
                .refused(401, "unauthorized");
        server.send(
                        "POST",
                        path,
                        offer,
                        "Content-Type",
                        "application/sdp",
                        "Authorization",
                        "Bearer " + server.accessToken)
                .is(201);
    }

    @Test
    void theSourceIsTheCameraOrTheScreen() {
        live();

        server.whep("?source=screen").is(201);
        server.whep("?source=camera").is(201);
        server.whep("?source=door").refused(400, "bad-source");
    }

    @Test
    void aFullRoomSaysWhenToComeBack() {
        live();
        server.whep("").is(201);
        server.whep("").is(201);

        Answer answer = server.whep("").refused(503, "room-full");

        assertThat(answer.header("Retry-After")).isEqualTo("30");
    }

    @Test
    void aServerThatShedsTurnsNewPlayersAwayAndNobodyElse() {
        live();
        server.whep("").is(201);
        server.media.full = true;

        Answer answer = server.whep("").refused(503, "server-full");
        assertThat(answer.header("Retry-After")).matches("[3-7]");
        assertThat(server.rooms.refused()).isEqualTo(1);
        assertThat(server.rooms.viewers()).isEqualTo(1);
        server.whip(
                        WhipServer.offer("obs-whip"),
                        server.newStream(Visibility.PUBLIC).streamKey())
                .is(201);

        server.media.full = false;
        server.whep("").is(201);
    }

    // ---- limits

    @Test
    void anAddressHasOnlySoManySessionsThatDidNotConnect() {
        KeyedStream[] streams = new KeyedStream[4];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = server.newStream(Visibility.PUBLIC);
        }
        String offer = WhipServer.offer("obs-whip");
        for (int i = 0; i < 3; i++) {
            server.whip(offer, streams[i].streamKey()).is(201);
        }

        Answer refused = server.whip(offer, streams[3].streamKey()).refused(429, "too-many-sessions");
        assertThat(refused.header("Retry-After")).matches("[1-3]");
        server.send(
                        "POST",
                        "/whip",
                        offer,
                        "Content-Type",
                        "application/sdp",
                        "Authorization",
                        "Bearer " + streams[3].streamKey(),
                        "X-Forwarded-For",
                        "2001:db8::7")
                .is(201);
        server.media.peers.getFirst().listener.connected();
        await().atMost(5, SECONDS)
                .untilAsserted(() -> server.whip(offer, streams[3].streamKey()).is(201));
    }

    @Test
    void anAddressHasOnlySoManySessionsAltogether() {
        String offer = WhipServer.offer("obs-whip");
        for (int i = 0; i < 4; i++) {
            server.whip(offer, server.newStream(Visibility.PUBLIC).streamKey()).is(201);
            InstantMediaPlane.Peer peer = server.media.peers.getLast();
            peer.listener.connected();
        }
        String key = server.newStream(Visibility.PUBLIC).streamKey();

        Answer refused = server.whip(offer, key).refused(429, "too-many-sessions");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        server.media.peers.getFirst().listener.closed(CloseReason.LEFT);
        await().atMost(5, SECONDS).untilAsserted(() -> server.whip(offer, key).is(201));
    }

    @Test
    void refusedOffersTakeNoPlace() {
        for (int i = 0; i < 10; i++) {
            server.whip("v=0\r\n").refused(422, "no-common-media");
            server.whep("").refused(409, "stream-not-live");
        }

        publishing();
    }
}
