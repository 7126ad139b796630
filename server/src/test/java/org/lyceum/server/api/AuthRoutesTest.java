package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.api.ApiServer.Answer;

class AuthRoutesTest {
    private static final String LOGIN = """
            {"email":"ada@example.org","password":"correct horse"}""";
    private static final String WRONG = "{\"email\":\"Ada@example.org\",\"password\":\"wrong\"}";
    private static final String[] PROXIED_HTTPS = {"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https"};
    private static final String[] PROXIED_HTTP = {"X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "http"};

    @TempDir
    Path data;

    private ApiServer api;

    @BeforeEach
    void start() {
        api = new ApiServer(data);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String registration(String email, String password, String name) {
        return """
                {"email":%s,"password":%s,"displayName":%s}""".formatted(email, password, name);
    }

    @Test
    void whoRegistersIsSignedIn() {
        Answer answer = api.register("ada@example.org");

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().required("expiresIn").intValue()).isEqualTo(900);
        assertThat(answer.json().required("user").propertyNames())
                .containsExactly("id", "email", "displayName", "roles");
        Answer me = api.get("/api/me", "Authorization", "Bearer " + answer.text("accessToken"));
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json()).isEqualTo(answer.json().required("user"));
        assertThat(me.json().required("roles").values())
                .extracting(role -> role.stringValue())
                .containsExactly("viewer", "creator");
    }

    @Test
    void theAnswerHoldsNothingSecretBeyondTheAccessToken() {
        Answer answer = api.register("ada@example.org");

        assertThat(answer.response().body())
                .doesNotContain("argon2", "correct horse", answer.cookie().split("=", 2)[1]);
    }

    @Test
    void aTakenAddressIsAConflict() {
        api.register("ada@example.org");

        api.post("/api/auth/register", registration("\"ADA@example.org\"", "\"other words\"", "\"Eve\""))
                .refused(409, "email-taken");
    }

    @Test
    void everyWrongFieldIsRefusedByItsName() {
        record Case(String body, String field) {}
        List<Case> cases = List.of(
                new Case(registration("5", "\"correct horse\"", "\"A\""), "email"),
                new Case(registration("null", "\"correct horse\"", "\"A\""), "email"),
                new Case(registration("\"no address\"", "\"correct horse\"", "\"A\""), "email"),
                new Case(registration("[\"a@b.c\"]", "\"correct horse\"", "\"A\""), "email"),
                new Case(registration("\"a@b.c\"", "12345678", "\"A\""), "password"),
                new Case(registration("\"a@b.c\"", "\"short\"", "\"A\""), "password"),
                new Case(registration("\"a@b.c\"", "{\"$ne\":\"\"}", "\"A\""), "password"),
                new Case(registration("\"a@b.c\"", "\"" + "p".repeat(300) + "\"", "\"A\""), "password"),
                new Case(registration("\"a@b.c\"", "\"correct horse\"", "true"), "displayName"),
                new Case(registration("\"a@b.c\"", "\"correct horse\"", "\"\""), "displayName"),
                new Case(registration("\"a@b.c\"", "\"correct horse\"", "\"a\\u0000b\""), "displayName"),
                new Case(registration("\"a@b.c\"", "\"correct horse\"", "\"\\uD83D\""), "displayName"),
                new Case("{}", "email"),
                new Case("{\"email\":\"a@b.c\",\"displayName\":\"A\"}", "password"));
        for (Case it : cases) {
            Answer answer = api.post("/api/auth/register", it.body).refused(400, "invalid-field");
            assertThat(answer.text("detail")).as(it.body).contains("field " + it.field);
        }
    }

    @Test
    void rolesAreNotForTheTaking() {
        Answer answer = api.post("/api/auth/register", """
                {"email":"eve@example.org","password":"correct horse","displayName":"Eve","roles":["admin"]}""");

        assertThat(answer.json().required("user").required("roles").size()).isEqualTo(2);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressHearTheSame() {
        api.register("ada@example.org");

        Answer wrong = api.post("/api/auth/login", "{\"email\":\"ada@example.org\",\"password\":\"wrong\"}");
        Answer unknown = api.post("/api/auth/login", "{\"email\":\"' OR '1'='1\",\"password\":\"wrong\"}");

        wrong.refused(401, "wrong-credentials");
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(unknown.response().body()).isEqualTo(wrong.response().body());
        assertThat(wrong.header("Set-Cookie")).isEmpty();
    }

    @Test
    void textsOfEveryScriptComeBackAsTheyWere() {
        String name = "Ελένη 👩‍🏫 \\\"'); DROP TABLE users;--";

        Answer answer = api.post(
                "/api/auth/register", registration("\"ελένη@παράδειγμα.ελ\"", "\"κωδικός 🔑🔑\"", "\"" + name + "\""));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().required("user").required("displayName").stringValue())
                .isEqualTo("Ελένη 👩‍🏫 \"'); DROP TABLE users;--");
        assertThat(api.post("/api/auth/login", "{\"email\":\"ΕΛΈΝΗ@παράδειγμα.ελ\",\"password\":\"κωδικός 🔑🔑\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTokenThatIsNoGoodIsUnauthorizedAndNothingMore() {
        String token = api.register("ada@example.org").text("accessToken");

        api.get("/api/me").unauthorized();
        for (String wrong : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                token,
                "Bearer " + token + "x",
                "Bearer a.b.c",
                "Bearer " + "x".repeat(5_000))) {
            api.get("/api/me", "Authorization", wrong).unauthorized();
        }
        assertThat(api.get("/api/me", "Authorization", "bearer " + token).status())
                .isEqualTo(200);
        api.advance(Duration.ofMinutes(15));
        api.get("/api/me", "Authorization", "Bearer " + token).unauthorized();
    }

    @Test
    void theCookieOnLoopbackIsOutOfReachOfScriptsAndOtherSites() {
        assertThat(api.register("ada@example.org").header("Set-Cookie"))
                .matches(
                        "lyceum-refresh=[1-9A-HJ-NP-Za-km-z]{44,}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
    }

    @Test
    void theCookieOnHttpsIsHeldToItsHost() {
        api.register("ada@example.org");

        Answer login = api.post("/api/auth/login", LOGIN, PROXIED_HTTPS);

        assertThat(login.header("Set-Cookie"))
                .matches("__Host-lyceum-refresh=\\S+; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
        String[] withCookie = {"X-Forwarded-Proto", "https", "Cookie", login.cookie()};
        assertThat(api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), withCookie)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void passwordsAreNotTakenInTheClear() {
        for (String path : List.of("/api/auth/register", "/api/auth/login", "/api/auth/refresh")) {
            Answer answer = api.post(path, LOGIN, PROXIED_HTTP).refused(403, "https-required");
            assertThat(answer.text("detail")).contains("HTTPS");
        }
    }

    @Test
    void anUnknownProxyIsNotBelievedAndTheAdministratorLearnsWhatToDo(@TempDir Path other) {
        try (ApiServer unproxied = new ApiServer(other, "")) {
            Answer answer =
                    unproxied.post("/api/auth/login", LOGIN, PROXIED_HTTPS).refused(403, "https-required");
            assertThat(answer.text("detail")).contains("trustedProxies");
        }
    }

    @Test
    void noMutationOfABodyBreaksTheServer() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = "{\"email\":\"ada@example.org\",\"password\":\"correct horse\",\"displayName\":\"Ada\"}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 400; i++) {
            byte[] body = good.clone();
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Answer answer = api.send(
                    "POST",
                    "/api/auth/login",
                    BodyPublishers.ofByteArray(body, 0, random.nextInt(body.length + 1)),
                    "Content-Type",
                    "application/json",
                    "X-Forwarded-For",
                    "203.0." + random.nextInt(256) + "." + random.nextInt(256),
                    "X-Forwarded-Proto",
                    "https");
            assertThat(answer.status()).as("seed %d, step %d", seed, i).isIn(400, 401, 429);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void theCookieIsAnsweredWithItsSuccessor() {
        Answer first = api.register("ada@example.org");

        Answer second = api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", first.cookie());

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.cookie()).isNotEqualTo(first.cookie());
        assertThat(second.json().required("user")).isEqualTo(first.json().required("user"));
        assertThat(api.get("/api/me", "Authorization", "Bearer " + second.text("accessToken"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStolenCookieThatComesLateEndsTheLoginForBoth() {
        Answer first = api.register("ada@example.org");
        Answer second = api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", first.cookie());
        api.advance(Duration.ofSeconds(31));

        Answer theft = api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", first.cookie());

        theft.refused(401, "session-over");
        assertThat(theft.header("Set-Cookie")).contains("Max-Age=0");
        api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", second.cookie())
                .refused(401, "session-over");
        api.get("/api/me", "Authorization", "Bearer " + second.text("accessToken"))
                .unauthorized();
    }

    @Test
    void withoutACookieThereIsNothingToRefresh() {
        api.post("/api/auth/refresh").unauthorized();
        api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", "lyceum-refresh=")
                .refused(401, "session-over");
        api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", "lyceum-refresh=' OR 1=1")
                .refused(401, "session-over");
    }

    @Test
    void anotherSitesPageMayNeitherSignInNorRefreshNorSignOut() {
        String cookie = api.register("ada@example.org").cookie();
        for (String path : List.of("/api/auth/refresh", "/api/auth/logout", "/api/auth/login", "/api/auth/register")) {
            api.post(path, LOGIN, "Origin", "https://evil.example", "Cookie", cookie)
                    .refused(403, "origin-not-allowed");
        }
        api.post("/api/auth/refresh", "", "Origin", "null", "Cookie", cookie).refused(403, "origin-not-allowed");
        assertThat(api.post("/api/auth/refresh", "", "Origin", "http://127.0.0.1:" + api.port(), "Cookie", cookie)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLogoutCountsAtOnceForTheCookieAndForTheToken() {
        Answer login = api.register("ada@example.org");

        Answer logout = api.send("POST", "/api/auth/logout", BodyPublishers.noBody(), "Cookie", login.cookie());

        assertThat(logout.status()).isEqualTo(204);
        assertThat(logout.header("Set-Cookie")).startsWith("lyceum-refresh=; ").contains("Max-Age=0");
        api.get("/api/me", "Authorization", "Bearer " + login.text("accessToken"))
                .unauthorized();
        api.send("POST", "/api/auth/refresh", BodyPublishers.noBody(), "Cookie", login.cookie())
                .refused(401, "session-over");
    }

    @Test
    void aLogoutByTokenAloneWorksAndTheSecondOneDoesNoHarm() {
        Answer login = api.register("ada@example.org");
        String bearer = "Bearer " + login.text("accessToken");

        for (int i = 0; i < 2; i++) {
            assertThat(api.send("POST", "/api/auth/logout", BodyPublishers.noBody(), "Authorization", bearer)
                            .status())
                    .isEqualTo(204);
        }
        api.get("/api/me", "Authorization", bearer).unauthorized();
        assertThat(api.post("/api/auth/logout").status()).isEqualTo(204);
    }

    @Test
    void guessingOneAccountsPasswordIsSlowedDownAndItsOwnerElsewhereIsNot() {
        api.register("ada@example.org");
        for (int i = 0; i < 20; i++) {
            loginFrom("203.0.113.1", WRONG).refused(401, "wrong-credentials");
        }
        loginFrom("203.0.113.1", WRONG).refused(429, "too-many-requests");

        assertThat(loginFrom("198.51.100.1", LOGIN).status()).isEqualTo(200);
        Answer slowed = loginFrom("203.0.113.1", LOGIN).refused(429, "too-many-requests");
        assertThat(Integer.parseInt(slowed.header("Retry-After"))).isBetween(1, 46);
        api.advance(Duration.ofSeconds(46));
        assertThat(loginFrom("203.0.113.1", LOGIN).status()).isEqualTo(200);
    }

    @Test
    void aCrowdOfGuessersIsSlowedDownAndWhoSignedInLatelyIsNotLockedOut() {
        api.register("ada@example.org");
        assertThat(loginFrom("198.51.100.1", LOGIN).status()).isEqualTo(200);
        for (int i = 0; i < 300; i++) {
            loginFrom("203.0.113." + i / 15, WRONG).refused(401, "wrong-credentials");
        }

        loginFrom("203.0.113.200", WRONG).refused(429, "too-many-requests");
        assertThat(loginFrom("198.51.100.1", LOGIN).status()).isEqualTo(200);
        api.advance(Duration.ofSeconds(4));
        loginFrom("203.0.113.200", WRONG).refused(401, "wrong-credentials");
    }

    private Answer loginFrom(String address, String body) {
        return api.post("/api/auth/login", body, "X-Forwarded-For", address, "X-Forwarded-Proto", "https");
    }

    @Test
    void goodLoginsAreNotCountedAsGuesses() {
        api.register("ada@example.org");
        for (int i = 0; i < 40; i++) {
            assertThat(api.post("/api/auth/login", LOGIN).status()).isEqualTo(200);
        }
    }

    @Test
    void aForwardedAddressThatTheClientInventedDoesNotCountThoughTheProxyAddsALineOfItsOwn() {
        for (int i = 0; i <= 60; i++) {
            Answer answer = api.post(
                    "/api/auth/login",
                    "{\"email\":\"user%d@example.org\",\"password\":\"wrong\"}".formatted(i),
                    "X-Forwarded-For",
                    "198.51.100." + i,
                    "X-Forwarded-For",
                    "203.0.113.9",
                    "X-Forwarded-Proto",
                    "https");
            assertThat(answer.status()).isEqualTo(i < 60 ? 401 : 429);
        }
    }

    @Test
    void anAddressThatTriesManyAccountsIsSlowedDownAndIpv6CountsByTheNetwork() {
        for (int i = 0; i < 60; i++) {
            api.post(
                            "/api/auth/login",
                            "{\"email\":\"user%d@example.org\",\"password\":\"wrong\"}".formatted(i),
                            "X-Forwarded-For",
                            "2001:db8:1:2::" + Integer.toHexString(i),
                            "X-Forwarded-Proto",
                            "https")
                    .refused(401, "wrong-credentials");
        }
        String body = "{\"email\":\"user@example.org\",\"password\":\"wrong\"}";
        api.post("/api/auth/login", body, "X-Forwarded-For", "2001:db8:1:2:ffff::1", "X-Forwarded-Proto", "https")
                .refused(429, "too-many-requests");
        api.post("/api/auth/login", body, "X-Forwarded-For", "2001:db8:1:3::1", "X-Forwarded-Proto", "https")
                .refused(401, "wrong-credentials");
    }

    @Test
    void registeringAndRefreshingAreLimitedByAddress() {
        for (int i = 0; i < 60; i++) {
            api.post("/api/auth/register", "{}").refused(400, "invalid-field");
        }
        api.post("/api/auth/register", "{}").refused(429, "too-many-requests");
        for (int i = 0; i < 300; i++) {
            api.post("/api/auth/refresh").unauthorized();
        }
        api.post("/api/auth/refresh").refused(429, "too-many-requests");
    }

    @Test
    void anotherMethodIsNotAllowedThere() {
        Answer answer = api.send("DELETE", "/api/auth/login", BodyPublishers.noBody());

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aClosedHouseRefusesStrangersInWordsAndSaysSoBeforehand(@TempDir Path other) {
        try (ApiServer closed = ApiServer.closed(other)) {
            closed.post("/api/auth/register", registration("\"a@b.c\"", "\"correct horse\"", "\"A\""))
                    .refused(403, "registration-closed");
            assertThat(closed.get("/api/config").text("registration")).isEqualTo("closed");
        }
    }

    @Test
    void theConfigurationTellsNeighboursTheAddressesOfTheNetworkAndNobodyElse() {
        Answer near = api.get("/api/config");
        Answer far = api.get("/api/config", PROXIED_HTTPS);

        assertThat(near.response().body()).isEqualTo("""
                {"registration":"open","httpsPort":8443,"version":"1.2.3","lanUrls":["https://192.168.1.5:8443"],"currency":"credits","decimals":2}""");
        assertThat(far.json().required("lanUrls").size()).isZero();
    }

    @Test
    void pagesOfAFriendlyOriginMayCallAndOthersMayNot() {
        Answer friend = api.get("/api/config", "Origin", "https://friend.example");
        assertThat(friend.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
        assertThat(friend.header("Vary")).contains("Origin");
        assertThat(friend.header("Access-Control-Allow-Credentials")).isEmpty();
        Answer stranger = api.get("/api/config", "Origin", "https://evil.example");
        assertThat(stranger.header("Access-Control-Allow-Origin")).isEmpty();

        Answer preflight = api.send(
                "OPTIONS",
                "/api/streams",
                BodyPublishers.noBody(),
                "Origin",
                "https://friend.example",
                "Access-Control-Request-Method",
                "POST");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .isEqualTo("Authorization, Content-Type, Idempotency-Key");
    }
}
