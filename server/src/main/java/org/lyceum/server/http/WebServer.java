package org.lyceum.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson3;
import io.javalin.util.JavalinException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP, HTTPS and WebSocket on their two ports, and the rules that hold for all routes: limits, security headers, problem
 * answers. What is served comes from {@link RouteGroup}s; handlers run on virtual threads. Made, started and stopped by one
 * thread.
 */
public final class WebServer {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    /** Bodies are JSON and session descriptions; the latter are limited to 64 KB by their own reader. */
    static final int MAX_BODY_BYTES = 128 * 1024;

    static final int MAX_MESSAGE_BYTES = 64 * 1024;
    /** Frames that may wait for a slow reader; its socket is given up beyond. */
    static final int MAX_WAITING_FRAMES = 512;
    /** Three heartbeats of 10 s may be lost. */
    static final Duration WEBSOCKET_IDLE = Duration.ofSeconds(35);

    private static final long HTTP_IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 3_000;

    private final Config config;
    private final SslContextFactory.@Nullable Server tls;
    private final Javalin javalin;
    private @Nullable ServerConnector http;
    private @Nullable ServerConnector https;

    /**
     * @param tls certificate for HTTPS, or null for no HTTPS port
     * @param json maps every body; without coercion
     * @param groups whose routes are served, in order of precedence
     */
    public WebServer(Config config, SslContextFactory.@Nullable Server tls, JsonMapper json, List<RouteGroup> groups) {
        this.config = config;
        this.tls = tls;
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, json, groups));
    }

    private void configure(JavalinConfig javalinConfig, JsonMapper json, List<RouteGroup> groups) {
        javalinConfig.concurrency.useVirtualThreads = true;
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.http.maxRequestSize = MAX_BODY_BYTES;
        javalinConfig.http.compressionStrategy = CompressionStrategy.NONE; // files are kept compressed, JSON is short
        javalinConfig.jsonMapper(new JavalinJackson3(json, true));
        javalinConfig.jetty.modifyHttpConfiguration(WebServer::limit);
        javalinConfig.jetty.modifyWebSocketServletFactory(WebServer::limit);
        javalinConfig.jetty.modifyServletContextHandler(WebServer::prepare);
        javalinConfig.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new PlainErrors());
        });
        javalinConfig.jetty.addConnector((server, defaults) -> http = connector(server, defaults, config.httpPort()));
        if (tls != null) {
            javalinConfig.jetty.addConnector((server, defaults) -> https = secure(server, defaults, tls));
        }
        javalinConfig.routes.before(SecurityHeaders::onEveryAnswer);
        javalinConfig.routes.after(WebServer::dropCharset);
        javalinConfig.routes.wsBeforeUpgrade(new OriginCheck(config)::beforeUpgrade);
        new Problems().register(javalinConfig.routes);
        groups.forEach(group -> group.register(javalinConfig.routes));
        new WebApp().register(javalinConfig.routes);
    }

    /** JSON and SDP are UTF-8 by definition, and some WHIP clients compare the type to the letter. */
    private static void dropCharset(Context context) {
        String type = context.res().getContentType();
        if (type != null && type.startsWith("application/")) {
            context.res().setCharacterEncoding(null);
        }
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(16 * 1024);
        http.setIdleTimeout(HTTP_IDLE_MILLIS);
    }

    private static void limit(JettyWebSocketServletFactory webSocket) {
        webSocket.setIdleTimeout(WEBSOCKET_IDLE);
        webSocket.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
        webSocket.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
        webSocket.setMaxFrameSize(MAX_MESSAGE_BYTES);
        webSocket.setMaxOutgoingFrames(MAX_WAITING_FRAMES);
    }

    private static void prepare(ServletContextHandler context) {
        // Holds for bodies without a Content-Length too, which Javalin's own limit lets pass.
        context.insertHandler(new OversizedBodies(MAX_BODY_BYTES));
        forgetSessions(context.getSessionHandler());
    }

    /** Javalin touches a servlet session for each WebSocket; it would stay in memory and set a cookie that nobody uses. */
    private static void forgetSessions(SessionHandler sessions) {
        SessionCache cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(new NullSessionDataStore());
        sessions.setSessionCache(cache);
        sessions.setUsingCookies(false);
    }

    private ServerConnector connector(Server server, HttpConfiguration configuration, int port) {
        return listening(new ServerConnector(server, new HttpConnectionFactory(configuration)), port);
    }

    private ServerConnector secure(Server server, HttpConfiguration defaults, SslContextFactory.Server certificate) {
        HttpConfiguration configuration = new HttpConfiguration(defaults);
        // People reach the server by addresses and names that its certificate need not know.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return listening(
                new ServerConnector(
                        server,
                        new SslConnectionFactory(certificate, "http/1.1"),
                        new HttpConnectionFactory(configuration)),
                config.httpsPort());
    }

    private ServerConnector listening(ServerConnector connector, int port) {
        InetAddress bind = config.bind();
        connector.setHost(bind.isAnyLocalAddress() ? null : bind.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(HTTP_IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        return connector;
    }

    public void start() {
        javalin.start();
    }

    /** Takes no new connection any more, then ends every one that is open; those with an answer on its way after 3 s at most. */
    public void stop() {
        for (ServerConnector connector : new ServerConnector[] {http, https}) {
            if (connector != null) {
                connector.close();
            }
        }
        try {
            javalin.stop();
        } catch (JavalinException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            LOG.info("connections that were still in use after {} ms have been cut", STOP_MILLIS);
        }
    }

    /** The port that HTTP listens on; known once started. */
    public int httpPort() {
        return portOf(http);
    }

    /** The port that HTTPS listens on, or -1 without HTTPS; known once started. */
    public int httpsPort() {
        return tls == null ? -1 : portOf(https);
    }

    private static int portOf(@Nullable ServerConnector connector) {
        if (connector == null) {
            throw new IllegalStateException("not started");
        }
        return connector.getLocalPort();
    }
}
