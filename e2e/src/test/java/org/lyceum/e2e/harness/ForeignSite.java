package org.lyceum.e2e.harness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Somebody else's web site, another origin than the house's: one page that speaks WHIP and WHEP. */
public final class ForeignSite implements AutoCloseable {
    private final HttpServer server;

    private ForeignSite(HttpServer server) {
        this.server = server;
    }

    public static ForeignSite open() {
        try (InputStream in = ForeignSite.class.getResourceAsStream("/foreign/index.html")) {
            if (in == null) {
                throw new IllegalStateException("the page is missing");
            }
            byte[] page = in.readAllBytes();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            server.start();
            return new ForeignSite(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
