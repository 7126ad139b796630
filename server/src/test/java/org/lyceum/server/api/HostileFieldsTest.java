package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.api.ApiServer.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What looks like SQL, markup or a template is text, in every field that is shown to somebody, and nothing in all others. */
class HostileFieldsTest {
    private static final List<String> HOSTILE = List.of(
            "'; DROP TABLE users; --",
            "\" OR 1=1 --",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "${integer} #{1+1} {{7*7}}",
            ":user ? $1 %s %n",
            "\\'; SELECT pg_sleep(5); --",
            "../../etc/passwd");
    private static final JsonMapper JSON = JsonMapper.builder().build();

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

    private static String json(String... fields) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(fields[i], fields[i + 1]);
        }
        return object.toString();
    }

    @Test
    void whatIsShownIsKeptAsItWasTyped() {
        JsonNode stream = api.stream(ada, json("title", "Fugues"));
        String path = "/api/streams/" + stream.required("id").stringValue();
        for (String hostile : HOSTILE) {
            Answer edited = api.send(
                    "PATCH",
                    path,
                    BodyPublishers.ofString(json("title", hostile, "category", hostile, "description", hostile)),
                    "Authorization",
                    ada,
                    "Content-Type",
                    "application/json");
            assertThat(edited.text("title")).isEqualTo(hostile);
            assertThat(edited.text("category")).isEqualTo(hostile);
            assertThat(edited.text("description")).isEqualTo(hostile);
            assertThat(edited.header("Content-Type")).isEqualTo("application/json");
            assertThat(edited.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        assertThat(api.get(path).text("title")).isEqualTo(HOSTILE.getLast());
    }

    @Test
    void whatIsLookedUpFindsNothing() {
        for (String hostile : HOSTILE) {
            api.post("/api/auth/login", json("email", hostile, "password", hostile))
                    .refused(401, "wrong-credentials");
            api.post("/api/auth/register", json("email", hostile, "password", "correct horse", "displayName", "Eve"))
                    .refused(400, "invalid-field");
            api.post("/api/me/email", json("password", "correct horse", "email", hostile), "Authorization", ada)
                    .refused(400, "invalid-field");
            api.get("/api/me", "Authorization", "Bearer " + hostile).unauthorized();
        }
        assertThat(api.get("/api/me", "Authorization", ada).status()).isEqualTo(200);
    }

    @Test
    void aNameIsShownAsItWasTyped() {
        int number = 0;
        for (String hostile : HOSTILE) {
            Answer registered = api.post(
                    "/api/auth/register",
                    json(
                            "email",
                            "eve" + number++ + "@example.org",
                            "password",
                            "correct horse",
                            "displayName",
                            hostile));
            assertThat(registered
                            .json()
                            .required("user")
                            .required("displayName")
                            .stringValue())
                    .isEqualTo(hostile);
        }
    }

    @Test
    void whoGuessesStreamKeysIsSlowedDownAndTheRightKeyIsNot() {
        JsonNode stream = api.stream(ada, json("title", "Fugues"));
        String end = "/api/streams/" + stream.required("id").stringValue() + "/end";
        long tries = ApiLimits.WRONG_KEYS.atOnce();
        for (int guess = 0; guess < tries; guess++) {
            api.post(end, json("streamKey", "sk_guess" + guess)).unauthorized();
        }
        api.post(end, json("streamKey", "sk_guess")).refused(429, "too-many-requests");

        assertThat(api.post(end, json("streamKey", stream.required("streamKey").stringValue()))
                        .status())
                .isEqualTo(200);
    }
}
