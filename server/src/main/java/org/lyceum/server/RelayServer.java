package org.lyceum.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.server.address.MachineAddresses;
import org.lyceum.server.config.Config;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.Health;
import org.lyceum.server.http.Json;
import org.lyceum.server.http.Metrics;
import org.lyceum.server.http.WebServer;
import org.lyceum.server.tls.HttpsCertificate;
import org.lyceum.server.turn.HouseTurn;
import org.lyceum.server.turn.TurnMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TURN alone ({@code --roles turn}): no rooms, no accounts, no database; HTTP only for {@code /health} and {@code /metrics}. */
public final class RelayServer implements Running {
    private static final Logger log = LoggerFactory.getLogger(RelayServer.class);
    private static final long CHORES_SECONDS = 30;

    private final DataFolder folder;
    private final HouseTurn turn;
    private final Health health;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WebServer web;
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("chores").daemon().factory());

    private RelayServer(Config config, DataFolder folder, HttpsCertificate certificate, HouseTurn turn) {
        this.folder = folder;
        this.turn = turn;
        TurnMetrics.bind(turn, registry);
        health = new Health(Version.current(), Map.of("turn", turn::works), () -> false);
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        web = new WebServer(
                config,
                certificate.tls(),
                Json.mapper(),
                List.of(health, new Metrics(registry, addresses, config.metricsToken())));
        web.start();
        var _ = chores.scheduleWithFixedDelay(
                () -> refresh(config, certificate), CHORES_SECONDS, CHORES_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens every port and returns when they answer; leaves nothing open when that is not possible.
     *
     * @throws StartupException with a sentence for the administrator
     */
    public static RelayServer start(Config config) {
        DataFolder folder = DataFolder.lock(config.data());
        HouseTurn turn = null;
        try {
            HttpsCertificate certificate = new HttpsCertificate(
                    config, folder, MachineAddresses.hostName(), MachineAddresses::all, InstantSource.system());
            turn = HouseTurn.start(config, certificate::engine, null, InstantSource.system());
            return new RelayServer(config, folder, certificate, turn);
        } catch (RuntimeException e) {
            if (turn != null) {
                turn.close();
            }
            folder.close();
            throw e;
        }
    }

    private void refresh(Config config, HttpsCertificate certificate) {
        try {
            certificate.refresh();
            turn.refresh(config);
        } catch (RuntimeException e) {
            log.warn("A chore failed", e);
        }
    }

    /** UDP and TCP. */
    public int turnPort() {
        return turn.port();
    }

    public int turnTlsPort() {
        return turn.tlsPort();
    }

    public int httpPort() {
        return web.httpPort();
    }

    @Override
    public void drain() {
        health.drain();
    }

    @Override
    public void close() {
        chores.shutdownNow();
        web.stop();
        registry.close();
        turn.close();
        folder.close();
    }
}
