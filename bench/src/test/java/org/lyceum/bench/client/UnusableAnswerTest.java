package org.lyceum.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that agrees to a session in words that nobody understands. */
class UnusableAnswerTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Generator generator = Generator.start(1, "client");
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        generator.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] answer = "no description".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "/sessions/7");
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 201 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void itsSessionIsNotLeftBehind() {
        URI whep = URI.create("http://localhost:" + server.getAddress().getPort() + "/whep");
        assertThatThrownBy(() -> generator.connect(new HttpEndpoint(whep, null), Wish.toReceive(true), _ -> {
                    throw new AssertionError("nothing was agreed on");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be used");
        assertThat(requests).containsExactly("POST /whep", "DELETE /sessions/7");
    }
}
