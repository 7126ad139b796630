package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.accounts.Role;
import org.lyceum.server.api.ApiServer.Answer;
import tools.jackson.databind.JsonNode;

class StreamRoutesTest {
    @TempDir
    Path data;

    private ApiServer api;
    private String ada;

    @BeforeEach
    void start() {
        api = new ApiServer(data);
        ada = api.bearer("ada@example.org");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode create(String json) {
        api.advance(Duration.ofSeconds(1));
        return api.stream(ada, json);
    }

    private static String id(JsonNode stream) {
        return stream.required("id").stringValue();
    }

    private static String key(JsonNode stream) {
        return stream.required("streamKey").stringValue();
    }

    private static String path(JsonNode stream, String rest) {
        return "/api/streams/" + id(stream) + rest;
    }

    private Answer command(String path) {
        return api.send("POST", path, BodyPublishers.noBody(), "Authorization", ada);
    }

    @Test
    void aNewStreamComesWithItsKeyAndItsAddresses() {
        Answer answer = api.post(
                "/api/streams",
                "{\"title\":\"Fugues\",\"category\":\"Music\",\"visibility\":\"unlisted\",\"pricePerMinute\":30}",
                "Authorization",
                ada);

        JsonNode stream = answer.json();
        String base = "http://127.0.0.1:" + api.port();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/streams/" + id(stream));
        assertThat(key(stream)).startsWith("sk_");
        assertThat(answer.text("title")).isEqualTo("Fugues");
        assertThat(answer.text("category")).isEqualTo("Music");
        assertThat(answer.text("visibility")).isEqualTo("unlisted");
        assertThat(answer.text("status")).isEqualTo("offline");
        assertThat(stream.required("pricePerMinute").intValue()).isEqualTo(30);
        assertThat(stream.required("viewers").intValue()).isZero();
        assertThat(stream.required("armed").booleanValue()).isFalse();
        assertThat(answer.text("watchUrl")).isEqualTo(base + "/watch/" + id(stream));
        assertThat(answer.text("whepUrl")).isEqualTo(base + "/whep/" + id(stream));
        assertThat(answer.text("whipUrl")).isEqualTo(base + "/whip");
        assertThat(stream.required("creator").required("displayName").stringValue())
                .isEqualTo("Ada");
    }

    @Test
    void onlyTheTitleIsNeeded() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        assertThat(stream.required("category").stringValue()).isEmpty();
        assertThat(stream.required("visibility").stringValue()).isEqualTo("public");
        assertThat(stream.required("pricePerMinute").intValue()).isZero();
    }

    @Test
    void everyWrongFieldIsRefusedByItsName() {
        record Case(String body, String field) {}
        List<Case> cases = List.of(
                new Case("{}", "title"),
                new Case("{\"title\":5}", "title"),
                new Case("{\"title\":\"  \"}", "title"),
                new Case("{\"title\":\"" + "x".repeat(200) + "\"}", "title"),
                new Case("{\"title\":\"a\",\"category\":[]}", "category"),
                new Case("{\"title\":\"a\",\"visibility\":\"PUBLIC\"}", "visibility"),
                new Case("{\"title\":\"a\",\"visibility\":0}", "visibility"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":\"5\"}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":5.0}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":-1}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":true}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":1e3}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":9223372036854775807}", "pricePerMinute"),
                new Case("{\"title\":\"a\",\"pricePerMinute\":9223372036854775808}", "pricePerMinute"));
        for (Case it : cases) {
            Answer answer =
                    api.post("/api/streams", it.body, "Authorization", ada).refused(400, "invalid-field");
            assertThat(answer.text("detail")).as(it.body).contains("field " + it.field);
        }
        api.post("/api/streams", "{\"title\":\"a\",\"pricePerMinute\":" + "9".repeat(5_000) + "}", "Authorization", ada)
                .refused(400, "invalid-json");
    }

    @Test
    void itsOwnerChangesWhatIsSaidOfAStreamFieldByField() {
        JsonNode stream = create("{\"title\":\"Fugues\",\"category\":\"Music\"}");
        Answer edited = patch(
                stream,
                ada,
                "{\"description\":\" Two lines,\\r\\n<b>as typed</b> \",\"scheduledAt\":\"2026-05-01T20:30:00+02:00\","
                        + "\"guestsChat\":true,\"slowSeconds\":10,\"previewSeconds\":60}");

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.text("title")).isEqualTo("Fugues");
        assertThat(edited.text("description")).isEqualTo("Two lines,\n<b>as typed</b>");
        assertThat(edited.text("scheduledAt")).isEqualTo("2026-05-01T18:30:00Z");
        JsonNode again = patch(stream, ada, "{\"title\":\"Canons\",\"scheduledAt\":null}")
                .json();
        assertThat(again.required("title").stringValue()).isEqualTo("Canons");
        assertThat(again.has("scheduledAt")).isFalse();
        assertThat(again.required("guestsChat").booleanValue()).isTrue();
        assertThat(again.required("slowSeconds").intValue()).isEqualTo(10);
        assertThat(again.required("previewSeconds").intValue()).isEqualTo(60);
        assertThat(again.required("category").stringValue()).isEqualTo("Music");

        String bob = api.bearer("bob@example.org");
        patch(stream, bob, "{\"title\":\"Mine\"}").refused(403, "not-your-stream");
        for (String wrong : List.of(
                "{\"title\":\"\"}",
                "{\"scheduledAt\":\"tomorrow\"}",
                "{\"scheduledAt\":\"9999-01-01T00:00:00Z\"}",
                "{\"scheduledAt\":5}",
                "{\"guestsChat\":\"true\"}",
                "{\"slowSeconds\":601}",
                "{\"previewSeconds\":-1}",
                "{\"description\":\"\\u0000\"}",
                "{\"description\":\"" + "x".repeat(2001) + "\"}")) {
            patch(stream, ada, wrong).refused(400, "invalid-field");
        }
    }

    private Answer patch(JsonNode stream, String bearer, String json) {
        return api.send(
                "PATCH",
                path(stream, ""),
                BodyPublishers.ofString(json),
                "Authorization",
                bearer,
                "Content-Type",
                "application/json");
    }

    @Test
    void withoutATokenNothingIsMadeOrChanged() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        api.post("/api/streams", "{\"title\":\"a\"}").unauthorized();
        api.get("/api/streams?mine=true").unauthorized();
        api.get(path(stream, "/sessions")).unauthorized();
        api.post(path(stream, "/start")).unauthorized();
        api.post(path(stream, "/end")).unauthorized();
        api.post(path(stream, "/key")).unauthorized();
        api.post(path(stream, "/start"), "{}").unauthorized();
    }

    @Test
    void anyoneReadsAStreamAndNobodyItsKey() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        Answer anyone = api.get(path(stream, ""));

        assertThat(anyone.status()).isEqualTo(200);
        assertThat(anyone.json().propertyNames())
                .containsExactly(
                        "id",
                        "title",
                        "category",
                        "description",
                        "visibility",
                        "pricePerMinute",
                        "previewSeconds",
                        "guestsChat",
                        "slowSeconds",
                        "status",
                        "creator",
                        "viewers",
                        "createdAt",
                        "watchUrl",
                        "whepUrl");
        Answer owner = api.get(path(stream, ""), "Authorization", ada);
        assertThat(owner.json().propertyNames()).contains("armed", "whipUrl").doesNotContain("streamKey");
        assertThat(api.get("/api/streams").response().body()).doesNotContain(key(stream));
    }

    @Test
    void aLiveStreamTellsSinceWhenAndHowManyWatch() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");
        api.platform().streams().mediaStarted(id(stream));
        api.platform().streams().viewerConnected(id(stream), null, "webrtc");

        Answer live = api.get(path(stream, ""));

        assertThat(live.text("status")).isEqualTo("live");
        assertThat(live.text("liveSince")).isEqualTo(api.instant().toString());
        assertThat(live.json().required("viewers").intValue()).isEqualTo(1);
        JsonNode listed = api.get("/api/streams").json().required("streams").required(0);
        assertThat(listed.required("viewers").intValue()).isEqualTo(1);
    }

    @Test
    void theListHoldsWhatIsPublicAndTheOwnersListEverything() {
        JsonNode open = create("{\"title\":\"Open\"}");
        JsonNode hidden = create("{\"title\":\"Hidden\",\"visibility\":\"unlisted\"}");
        JsonNode closed = create("{\"title\":\"Closed\",\"visibility\":\"private\"}");
        String bob = api.bearer("bob@example.org");

        assertThat(ids(api.get("/api/streams"))).containsExactly(id(open));
        assertThat(ids(api.get("/api/streams?mine=false"))).containsExactly(id(open));
        assertThat(ids(api.get("/api/streams?mine=true", "Authorization", ada)))
                .containsExactly(id(closed), id(hidden), id(open));
        assertThat(ids(api.get("/api/streams?mine=true", "Authorization", bob))).isEmpty();
        api.get("/api/streams?mine=perhaps").refused(400, "invalid-field");
    }

    private static List<String> ids(Answer answer) {
        return answer.json()
                .required("streams")
                .valueStream()
                .map(StreamRoutesTest::id)
                .toList();
    }

    @Test
    void aPrivateStreamIsForPeopleWhoAreInvited() {
        JsonNode stream = create("{\"title\":\"Closed\",\"visibility\":\"private\"}");
        String bob = api.bearer("bob@example.org");

        Answer stranger = api.get(path(stream, "")).refused(401, "sign-in-required");
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(stranger.response().body()).doesNotContain("Closed");
        Answer uninvited = api.get(path(stream, ""), "Authorization", bob).refused(403, "not-invited");
        assertThat(uninvited.response().body()).doesNotContain("Closed");
        invite(stream, ada, "nobody@example.org").refused(404, "no-such-account");
        invite(stream, bob, "bob@example.org").refused(403, "not-your-stream");

        JsonNode invited = invite(stream, ada, " BOB@example.org ").json().required("invitations");
        assertThat(api.get(path(stream, ""), "Authorization", bob).status()).isEqualTo(200);

        String uninvite =
                path(stream, "/invitations/" + invited.get(0).required("userId").stringValue());
        assertThat(api.send("DELETE", uninvite, BodyPublishers.noBody(), "Authorization", ada)
                        .status())
                .isEqualTo(204);
        api.get(path(stream, ""), "Authorization", bob).refused(403, "not-invited");
        assertThat(api.get(path(stream, "/invitations"), "Authorization", ada)
                        .json()
                        .required("invitations"))
                .isEmpty();
    }

    private Answer invite(JsonNode stream, String bearer, String email) {
        return api.post(path(stream, "/invitations"), "{\"email\":\"%s\"}".formatted(email), "Authorization", bearer);
    }

    @Test
    void aTokenThatIsNoGoodIsRefusedEvenWhereNoneIsNeeded() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        api.get(path(stream, ""), "Authorization", "Bearer nonsense").unauthorized();
    }

    @Test
    void startArmsAndEndEndsByTokenOrByKey() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");
        String byKey = "{\"streamKey\":\"" + key(stream) + "\"}";

        assertThat(command(path(stream, "/start")).response().body())
                .isEqualTo("{\"id\":\"" + id(stream) + "\",\"status\":\"offline\",\"armed\":true}");
        assertThat(api.post(path(stream, "/end"), byKey).text("status")).isEqualTo("ended");
        assertThat(api.get(path(stream, "")).text("status")).isEqualTo("ended");
        assertThat(api.post(path(stream, "/start"), byKey).text("status")).isEqualTo("offline");
        api.platform().streams().mediaStarted(id(stream));
        assertThat(api.post(path(stream, "/start"), byKey).text("status")).isEqualTo("live");
        assertThat(command(path(stream, "/end")).text("status")).isEqualTo("ended");
        assertThat(command(path(stream, "/end")).text("status")).isEqualTo("ended");
    }

    @Test
    void aWrongKeyIsUnauthorizedAndNothingMore() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");
        JsonNode other = create("{\"title\":\"Other\"}");

        for (String wrong : List.of(
                "", "sk_wrong", "' OR '1'='1", "sk_\\u0000", key(other), key(stream) + "1", "x".repeat(10_000))) {
            for (String call : List.of("/start", "/end")) {
                api.post(path(stream, call), "{\"streamKey\":\"" + wrong + "\"}")
                        .unauthorized();
                api.post(path(stream, call), "{\"streamKey\":\"" + wrong + "\"}", "Authorization", ada)
                        .unauthorized();
            }
        }
        api.post(path(stream, "/start"), "{\"streamKey\":5}").refused(400, "invalid-field");
        api.post("/api/streams/nope/start", "{\"streamKey\":\"" + key(stream) + "\"}")
                .unauthorized();
        assertThat(api.get(path(stream, "")).text("status")).isEqualTo("offline");
    }

    @Test
    void aRotatedKeyIsDeadAndTheNewOneWorks() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        Answer rotated = command(path(stream, "/key"));

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.text("streamKey")).startsWith("sk_").isNotEqualTo(key(stream));
        assertThat(rotated.text("whipUrl")).endsWith("/whip");
        api.post(path(stream, "/start"), "{\"streamKey\":\"" + key(stream) + "\"}")
                .unauthorized();
        assertThat(api.post(path(stream, "/start"), "{\"streamKey\":\"" + rotated.text("streamKey") + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void someoneElsesStreamIsNotTouchedExceptByAnAdministrator() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");
        String bob = api.bearer("bob@example.org");

        for (String call : List.of("/start", "/end", "/key")) {
            api.send("POST", path(stream, call), BodyPublishers.noBody(), "Authorization", bob)
                    .refused(403, "not-your-stream");
        }
        api.get(path(stream, "/sessions"), "Authorization", bob).refused(403, "not-your-stream");
        api.platform().accounts().grant("bob@example.org", Role.ADMIN);
        String admin = "Bearer "
                + api.post("/api/auth/login", "{\"email\":\"bob@example.org\",\"password\":\"correct horse\"}")
                        .text("accessToken");
        assertThat(api.send("POST", path(stream, "/end"), BodyPublishers.noBody(), "Authorization", admin)
                        .text("status"))
                .isEqualTo("ended");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id :
                List.of("nope", "a'%20OR%20'1'='1", "%00", "..%2f..%2fetc%2fpasswd", "x".repeat(500), "%F0%9F%98%80")) {
            Answer answer = api.get("/api/streams/" + id);
            assertThat(answer.status()).as(id).isIn(400, 404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        api.get("/api/streams/nope").refused(404, "stream-not-found");
        command("/api/streams/nope/start").refused(404, "stream-not-found");
        command("/api/streams/nope/end").refused(404, "stream-not-found");
        command("/api/streams/nope/key").refused(404, "stream-not-found");
        api.get("/api/streams/nope/sessions", "Authorization", ada).refused(404, "stream-not-found");
    }

    @Test
    void theOwnerLooksBackOnTheSessions() {
        JsonNode stream = create("{\"title\":\"Fugues\"}");
        var streams = api.platform().streams();
        streams.mediaStarted(id(stream));
        String viewer = streams.viewerConnected(id(stream), null, "webrtc");
        api.advance(Duration.ofMinutes(10));
        streams.viewerDisconnected(viewer, 540);
        streams.mediaStopped(id(stream));

        JsonNode session = api.get(path(stream, "/sessions"), "Authorization", ada)
                .json()
                .required("sessions")
                .required(0);

        assertThat(session.required("viewers").intValue()).isEqualTo(1);
        assertThat(session.required("secondsWatched").intValue()).isEqualTo(540);
        assertThat(session.required("endedAt").stringValue())
                .isEqualTo(api.instant().toString());
    }

    @Test
    void manyStreamsAtOnceAreSlowedDown() {
        for (int i = 0; i < 30; i++) {
            api.stream(ada, "{\"title\":\"One of many\"}");
        }
        Answer slowed = api.post("/api/streams", "{\"title\":\"One more\"}", "Authorization", ada);
        slowed.refused(429, "too-many-requests");
        assertThat(slowed.header("Retry-After")).isNotEmpty();
    }

    @Test
    void addressesFollowTheProxyAndTheConfiguredName(@TempDir Path other) {
        JsonNode stream = create("{\"title\":\"Fugues\"}");

        assertThat(api.get(path(stream, ""), "X-Forwarded-Proto", "https").text("watchUrl"))
                .startsWith("https://127.0.0.1:");
        try (ApiServer named = ApiServer.named(other, "https://live.example.org")) {
            JsonNode far = named.stream(named.bearer("ada@example.org"), "{\"title\":\"Fugues\"}");
            assertThat(far.required("whipUrl").stringValue()).isEqualTo("https://live.example.org/whip");
        }
    }
}
