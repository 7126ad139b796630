package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies are taken, at a route that takes one: signing in. */
class JsonBodyTest {
    private static final String LOGIN = """
            {"email":"ada@example.org","password":"correct horse"}""";

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

    @Test
    void whatIsNoJsonObjectIsRefused() {
        String deep = "{\"email\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        for (String body : List.of(
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{\"email\":\"a\",\"email\":\"b\"}",
                "{\"email\":\"a\"} {}",
                "{\"email\":1e999999999999999999999999999999999}",
                "{'email':'a'}",
                deep)) {
            api.post("/api/auth/login", body).refused(400, "invalid-json");
        }
        byte[] notUtf8 = "{\"email\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        api.send("POST", "/api/auth/login", BodyPublishers.ofByteArray(notUtf8), "Content-Type", "application/json")
                .refused(400, "invalid-json");
    }

    @Test
    void anotherContentTypeIsRefused() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "")) {
            api.send("POST", "/api/auth/login", BodyPublishers.ofString(LOGIN), "Content-Type", type)
                    .refused(415, "unsupported-media-type");
        }
        api.send("POST", "/api/auth/login", BodyPublishers.ofString(LOGIN)).refused(415, "unsupported-media-type");
        api.register("ada@example.org");
        assertThat(api.send(
                                "POST",
                                "/api/auth/login",
                                BodyPublishers.ofString(LOGIN),
                                "Content-Type",
                                "Application/JSON; charset=UTF-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void moreThan64KilobytesAreRefused() {
        String big = "{\"email\":\"" + "a".repeat(70_000) + "\"}";
        api.post("/api/auth/login", big).refused(413, "content-too-large");
        api.send(
                        "POST",
                        "/api/auth/login",
                        BodyPublishers.fromPublisher(BodyPublishers.ofString(big)), // chunked: no length is told
                        "Content-Type",
                        "application/json")
                .refused(413, "content-too-large");
    }

    @Test
    void theRefusalOfTooMuchArrivesThoughItsSenderIsSlow() throws Exception {
        for (String framing : List.of("Content-Length: 100000", "Transfer-Encoding: chunked")) {
            boolean chunked = framing.endsWith("chunked");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + framing + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                for (int sent = 0; sent < 100_000; sent += 1_000) {
                    if (sent == 80_000) { // too much already, and not all
                        socket.setSoTimeout(300);
                        assertThatThrownBy(() -> socket.getInputStream().read())
                                .as("an answer before the end, whose connection is then reset")
                                .isInstanceOf(SocketTimeoutException.class);
                        socket.setSoTimeout(10_000);
                    }
                    String part = "a".repeat(1_000);
                    out.write((chunked ? "3e8\r\n" + part + "\r\n" : part).getBytes(StandardCharsets.US_ASCII));
                }
                out.write((chunked ? "0\r\n\r\n" : "").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 413");
            }
        }
    }

    @Test
    void fieldsThatNobodyKnowsAreIgnored() {
        api.register("ada@example.org");

        assertThat(api.post("/api/auth/login", """
                        {"email":"ada@example.org","password":"correct horse","roles":["admin"],"x":{"y":[1]}}""").status()).isEqualTo(200);
    }
}
