package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.server.api.ApiServer.Answer;
import tools.jackson.databind.JsonNode;

class AccountRoutesTest {
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

    private Answer post(String path, String bearer, String json) {
        return api.post(path, json, "Authorization", bearer);
    }

    private Answer login(String email, String password) {
        return api.post("/api/auth/login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }

    private int me(String bearer) {
        return api.get("/api/me", "Authorization", bearer).status();
    }

    @Test
    void aNewPasswordEndsAllOtherLoginsAndNotThisOne() {
        String other = "Bearer " + login("ada@example.org", "correct horse").text("accessToken");
        post("/api/me/password", ada, "{\"password\":\"wrong horse\",\"newPassword\":\"a new password\"}")
                .refused(403, "wrong-password");
        post("/api/me/password", ada, "{\"password\":\"correct horse\",\"newPassword\":\"short\"}")
                .refused(400, "invalid-field");

        assertThat(post("/api/me/password", ada, "{\"password\":\"correct horse\",\"newPassword\":\"a new password\"}")
                        .status())
                .isEqualTo(204);

        assertThat(me(ada)).isEqualTo(200);
        assertThat(me(other)).isEqualTo(401);
        login("ada@example.org", "correct horse").refused(401, "wrong-credentials");
        assertThat(login("ada@example.org", "a new password").status()).isEqualTo(200);
    }

    @Test
    void aStolenTokenIsNoWayToGuessThePassword() {
        for (int i = 0; i < 20; i++) {
            post("/api/me/delete", ada, "{\"password\":\"guess %d\"}".formatted(i))
                    .refused(403, "wrong-password");
        }
        post("/api/me/delete", ada, "{\"password\":\"correct horse\"}").refused(429, "too-many-requests");
        api.advance(Duration.ofMinutes(15));
        assertThat(post("/api/me/delete", ada, "{\"password\":\"correct horse\"}")
                        .status())
                .isIn(204, 401);
    }

    @Test
    void anotherAddressIsTakenUnlessItIsSomebodyElses() {
        api.bearer("bob@example.org");
        post("/api/me/email", ada, "{\"password\":\"correct horse\",\"email\":\"BOB@example.org\"}")
                .refused(409, "email-taken");
        post("/api/me/email", ada, "{\"password\":\"correct horse\",\"email\":\"nonsense\"}")
                .refused(400, "invalid-field");

        Answer changed =
                post("/api/me/email", ada, "{\"password\":\"correct horse\",\"email\":\"ada@elsewhere.example\"}");

        assertThat(changed.text("email")).isEqualTo("ada@elsewhere.example");
        assertThat(login("ada@elsewhere.example", "correct horse").status()).isEqualTo(200);
        login("ada@example.org", "correct horse").refused(401, "wrong-credentials");
    }

    @Test
    void whoSignsOutEverywhereIsSignedInNowhere() {
        String other = "Bearer " + login("ada@example.org", "correct horse").text("accessToken");

        assertThat(post("/api/auth/logout-everywhere", ada, "{}").status()).isEqualTo(204);

        assertThat(me(ada)).isEqualTo(401);
        assertThat(me(other)).isEqualTo(401);
    }

    @Test
    void theExportHasWhatIsKnownAndNoSecret() {
        JsonNode stream = api.stream(ada, "{\"title\":\"Fugues\"}");

        Answer export = api.get("/api/me/export", "Authorization", ada);

        assertThat(export.header("Content-Disposition")).startsWith("attachment");
        assertThat(export.json().required("account").get(0).required("email").stringValue())
                .isEqualTo("ada@example.org");
        assertThat(export.json().required("streams").get(0).required("id")).isEqualTo(stream.required("id"));
        assertThat(export.json().required("deeds").get(0).required("action").stringValue())
                .isEqualTo("account-made");
        assertThat(export.response().body())
                .doesNotContain(
                        "argon2",
                        "password",
                        "hash",
                        stream.required("streamKey").stringValue());
        api.get("/api/me/export").unauthorized();
    }

    @Test
    void aDeletedAccountIsNobodyAndItsStreamsAreOver() {
        JsonNode stream = api.stream(ada, "{\"title\":\"Fugues\"}");
        String key = stream.required("streamKey").stringValue();
        String id = stream.required("id").stringValue();

        assertThat(post("/api/me/delete", ada, "{\"password\":\"correct horse\"}")
                        .status())
                .isEqualTo(204);

        assertThat(me(ada)).isEqualTo(401);
        login("ada@example.org", "correct horse").refused(401, "wrong-credentials");
        assertThat(api.platform().streams().findByKey(key)).isEmpty();
        assertThat(api.get("/api/streams").json().required("streams")).isEmpty();
        assertThat(api.platform().streams().find(id).orElseThrow().creatorName())
                .isEqualTo("Deleted account");
        assertThat(api.register("ada@example.org").status())
                .as("the address is free again")
                .isEqualTo(201);
    }

    @Test
    void anybodyVerifiesOurTokensByThePublishedKeysThroughARotation() throws Exception {
        for (int day = 0; day < 70; day++) {
            String token = api.platform().accessTokens().issue(principal());
            JWKSet keys =
                    JWKSet.parse(api.get("/.well-known/jwks.json").response().body());
            SignedJWT jwt = SignedJWT.parse(token);
            assertThat(keys.getKeys()).noneMatch(each -> each.isPrivate()).hasSizeBetween(1, 2);
            assertThat(jwt.verify(new ECDSAVerifier(
                            keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                    .as("day %d", day)
                    .isTrue();
            api.advance(Duration.ofDays(1).minusMinutes(10));
            api.platform().rotateKeys();
            api.advance(Duration.ofMinutes(10));
            String before = api.platform().accessTokens().issue(principal());
            api.platform().rotateKeys();
            assertThat(api.platform().accessTokens().verify(before)).isPresent();
        }
    }

    private static Principal principal() {
        return new Principal("ada1", "Ada", Set.of(Role.VIEWER), "session1");
    }
}
