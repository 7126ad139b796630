package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.streams.Streams;
import org.lyceum.server.api.ApiServer.Answer;
import tools.jackson.databind.JsonNode;

/** It is noon of 2026-03-01, UTC. */
class ReportRoutesTest {
    private static final List<String> OF_DAYS =
            List.of("/api/earnings", "/api/earnings/csv", "/api/supporters", "/api/audience", "/api/broadcasts");

    @TempDir
    Path data;

    private ApiServer api;
    private String ada;
    private String bob;
    private String bobId;
    private String stream;

    @BeforeEach
    void start() {
        api = new ApiServer(data);
        ada = api.bearer("ada@example.org");
        Answer registered = api.register("bob@example.org");
        bob = "Bearer " + registered.text("accessToken");
        bobId = registered.json().required("user").required("id").stringValue();
        api.platform().money().wallets().grant(null, bobId, 10_000, "");
        stream = api.stream(ada, "{\"title\":\"Fugues\",\"pricePerMinute\":60}")
                .required("id")
                .stringValue();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer get(String who, String path) {
        return api.send("GET", path, BodyPublishers.noBody(), "Authorization", who);
    }

    private String login(String email) {
        return "Bearer "
                + api.post("/api/auth/login", "{\"email\":\"%s\",\"password\":\"correct horse\"}".formatted(email))
                        .text("accessToken");
    }

    private void tip(long amount) {
        Answer tip =
                api.post("/api/streams/" + stream + "/tips", "{\"amount\":%d}".formatted(amount), "Authorization", bob);
        assertThat(tip.status()).as(tip.response().body()).isEqualTo(201);
    }

    /** A broadcast of a minute, of which Bob pays for the last twenty seconds. */
    private void broadcast() {
        Streams streams = api.platform().streams();
        Metering metering = api.platform().metering();
        streams.mediaStarted(stream);
        api.advance(Duration.ofSeconds(40));
        String visit = streams.viewerConnected(stream, bobId, "webrtc");
        String session = metering.open(streams.find(stream).orElseThrow(), new Watcher(bobId, "192.0.2.1"))
                .sessionId();
        metering.agree(session, 60, null);
        for (int i = 0; i < 20; i++) {
            metering.second(Map.of(session, true));
            api.advance(Duration.ofSeconds(1));
            metering.flush();
        }
        metering.close(session);
        metering.flush();
        streams.viewerDisconnected(visit, 20);
        streams.mediaStopped(stream);
    }

    private static JsonNode first(Answer answer, String list) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json().required(list).get(0);
    }

    @Test
    void earningsAreToldByTheDayAndByTheStream() {
        tip(500);
        broadcast();
        api.advance(Duration.ofHours(26));
        api.platform().money().settleEarnings();
        ada = login("ada@example.org"); // tokens do not last that long
        bob = login("bob@example.org");
        tip(30);

        Answer told = get(ada, "/api/earnings?from=2026-02-28&to=2026-03-02");

        assertThat(told.response().body()).isEqualTo("""
                {"currency":"credits","decimals":2,\
                "total":{"tips":530,"watching":20,"pending":30,"available":520},"days":[\
                {"day":"2026-02-28","earned":{"tips":0,"watching":0,"pending":0,"available":0}},\
                {"day":"2026-03-01","earned":{"tips":500,"watching":20,"pending":0,"available":520}},\
                {"day":"2026-03-02","earned":{"tips":30,"watching":0,"pending":30,"available":0}}],"streams":[\
                {"streamId":"%s","title":"Fugues","earned":{"tips":530,"watching":20,"pending":30,"available":520}}]}""".formatted(stream));
        assertThat(get(ada, "/api/earnings").json().required("days").size()).isEqualTo(30);
        JsonNode ofToday = get(ada, "/api/earnings?from=2026-03-02&stream=" + stream)
                .json()
                .required("total");
        assertThat(ofToday.required("tips").intValue()).isEqualTo(30);
        assertThat(get(bob, "/api/earnings").json().required("streams").size()).isZero();
    }

    @Test
    void earningsAreToBeKeptAsATable() {
        tip(500);
        Answer file = get(ada, "/api/earnings/csv?from=2026-02-28&to=2026-03-02&offsetMinutes=720");

        assertThat(file.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"earnings-2026-02-28-2026-03-02.csv\"");
        assertThat(file.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(file.response().body()).isEqualTo("""
                day,tips,watching,total,pending,available,currency\r
                2026-02-28,0.00,0.00,0.00,0.00,0.00,credits\r
                2026-03-01,0.00,0.00,0.00,0.00,0.00,credits\r
                2026-03-02,5.00,0.00,5.00,5.00,0.00,credits\r
                """);
    }

    @Test
    void whoGaveMostIsTold() {
        tip(500);
        broadcast();

        JsonNode supporter = first(get(ada, "/api/supporters"), "supporters");

        assertThat(supporter.required("userId").stringValue()).isEqualTo(bobId);
        assertThat(supporter.required("tips").intValue()).isEqualTo(500);
        assertThat(supporter.required("watching").intValue()).isEqualTo(20);
        get(ada, "/api/supporters?limit=0").refused(400, "invalid-field");
    }

    @Test
    void theAudienceIsToldByTheDayAndByTheBroadcast() {
        broadcast();

        Answer audience = get(ada, "/api/audience?from=2026-03-01");
        assertThat(audience.response().body()).isEqualTo("""
                {"visits":1,"secondsWatched":20,"peakViewers":1,\
                "days":[{"day":"2026-03-01","visits":1,"secondsWatched":20,"peakViewers":1}]}""");

        JsonNode broadcast = first(get(ada, "/api/broadcasts"), "broadcasts");
        assertThat(broadcast.required("streamTitle").stringValue()).isEqualTo("Fugues");
        assertThat(broadcast.required("secondsWatched").intValue()).isEqualTo(20);
        String id = broadcast.required("id").stringValue();
        assertThat(get(ada, "/api/broadcasts?before=" + id)
                        .json()
                        .required("broadcasts")
                        .size())
                .isZero();

        JsonNode viewers = get(ada, "/api/broadcasts/" + id + "/viewers").json();
        assertThat(viewers.required("stepSeconds").intValue()).isEqualTo(1);
        assertThat(viewers.required("viewers").size()).isEqualTo(60);
        assertThat(viewers.required("viewers").get(39).intValue()).isZero();
        assertThat(viewers.required("viewers").get(40).intValue()).isEqualTo(1);
        get(bob, "/api/broadcasts/" + id + "/viewers").refused(404, "broadcast-not-found");
        get(ada, "/api/broadcasts/nothing/viewers").refused(404, "broadcast-not-found");
        api.get("/api/broadcasts/" + id + "/viewers").unauthorized();
    }

    @Test
    void aViewerLooksBackOnWhatTheyWatchedAndGave() {
        broadcast();
        tip(70);

        JsonNode watched = first(get(bob, "/api/history/watched"), "watched");
        assertThat(watched.required("streamTitle").stringValue()).isEqualTo("Fugues");
        assertThat(watched.required("seconds").intValue()).isEqualTo(20);
        assertThat(watched.required("cost").required("charged").intValue()).isEqualTo(20);
        String id = watched.required("id").stringValue();
        assertThat(get(bob, "/api/receipts/" + id).status()).isEqualTo(200);
        assertThat(get(bob, "/api/history/watched?before=" + id)
                        .json()
                        .required("watched")
                        .size())
                .isZero();

        JsonNode tip = first(get(bob, "/api/history/tips"), "tips");
        assertThat(tip.required("amount").intValue()).isEqualTo(70);
        assertThat(tip.required("creatorName").stringValue()).isEqualTo("Ada");
        assertThat(get(ada, "/api/history/watched").json().required("watched").size())
                .isZero();
        assertThat(get(ada, "/api/history/tips").json().required("tips").size()).isZero();
        for (String path : List.of("/api/history/watched", "/api/history/tips")) {
            api.get(path).unauthorized();
            get(bob, path + "?limit=201").refused(400, "invalid-field");
        }
    }

    @Test
    void onlyWhoMadeAStreamLooksAtIt() {
        for (String path : OF_DAYS) {
            api.get(path).unauthorized();
            get(bob, path + "?stream=" + stream).refused(403, "not-your-stream");
            get(bob, path + "?stream=nothing").refused(404, "stream-not-found");
        }
    }

    @Test
    void daysThatCanNotBeAreRefused() {
        for (String days : List.of(
                "from=yesterday",
                "to=2026-02-30",
                "to=2026-02-28T12:00:00Z",
                "from=2026-03-02&to=2026-03-01",
                "from=2025-02-28&to=2026-03-01",
                "from=%2B999999999-01-01&to=%2B999999999-01-01",
                "from=1969-12-31&to=1970-01-01",
                "to=-999999999-01-01",
                "offsetMinutes=7",
                "offsetMinutes=1095",
                "offsetMinutes=99999999999",
                "offsetMinutes=+1")) {
            for (String path : OF_DAYS) {
                get(ada, path + "?" + days).refused(400, "invalid-field");
                api.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(get(ada, "/api/earnings?from=2025-03-01&to=2026-03-01").status())
                .isEqualTo(200);
    }

    @Test
    void whoAsksWithoutEndIsSlowedDown() {
        for (int i = 0; i < 120; i++) {
            assertThat(get(ada, "/api/audience?from=2026-03-01").status()).isEqualTo(200);
        }
        get(ada, "/api/earnings").refused(429, "too-many-requests");
        assertThat(get(bob, "/api/earnings").status()).isEqualTo(200);
        api.advance(Duration.ofSeconds(2));
        assertThat(get(ada, "/api/earnings").status()).isEqualTo(200);
    }
}
