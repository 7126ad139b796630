package org.lyceum.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaConfig;
import org.lyceum.net.MediaServer;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.accounts.FirstAdmin;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.money.LedgerCheck;
import org.lyceum.rtc.dtls.BouncyCastleDtlsFactory;
import org.lyceum.rtc.dtls.DtlsCertificate;
import org.lyceum.rtc.srtp.SrtpSelfTest;
import org.lyceum.server.address.MachineAddresses;
import org.lyceum.server.address.MachineUrls;
import org.lyceum.server.api.ApiRoutes;
import org.lyceum.server.api.DoctorRoute;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.api.ServerFacts;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.FirstAdminAccount;
import org.lyceum.server.config.Setting;
import org.lyceum.server.config.TurnOptions;
import org.lyceum.server.direct.DirectLimits;
import org.lyceum.server.direct.DirectMetrics;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.doctor.TestPeers;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.Health;
import org.lyceum.server.http.Json;
import org.lyceum.server.http.Metrics;
import org.lyceum.server.http.WebServer;
import org.lyceum.server.room.RoomLimits;
import org.lyceum.server.room.RoomRegistry;
import org.lyceum.server.signaling.SignalingEndpoint;
import org.lyceum.server.signaling.SignalingLimits;
import org.lyceum.server.tls.HttpsCertificate;
import org.lyceum.server.turn.ExternalTurn;
import org.lyceum.server.turn.HouseTurn;
import org.lyceum.server.turn.TurnAccess;
import org.lyceum.server.turn.TurnMetrics;
import org.lyceum.server.whip.WhipLimits;
import org.lyceum.server.whip.WhipRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole house, wired: what is built here is all there is, and it is built nowhere else. {@link #start} returns when
 * every port answers; {@link #close} ends everything in the opposite order of its beginning.
 */
public final class LyceumServer implements Running {
    private static final Logger log = LoggerFactory.getLogger(LyceumServer.class);
    private static final long CERTIFICATE_CHECK_SECONDS = 30;
    private static final long ADDRESS_CHECK_SECONDS = 30;
    private static final long ENDED_CHECK_SECONDS = 3;
    private static final long TIDY_SECONDS = TimeUnit.HOURS.toSeconds(1);
    private static final long EARNINGS_SECONDS = 60;
    private static final long VERIFY_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long PRECEDENCE_SECONDS = 2;
    private static final String DTLS_FILE = "dtls.pem";
    /** A handshake costs a millisecond or two of a core: more at once only make each of them slower. */
    private static final int MAX_HANDSHAKES =
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final Deque<AutoCloseable> opened;
    // Has no thread before it has something to do, so that a start that fails leaves none.
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("chores").daemon().factory());
    private final Health health;
    private final HttpsCertificate certificate;
    private final MediaServer media;
    private final RoomRegistry rooms;
    private final DirectRooms direct;
    private final WebServer web;
    private final @Nullable String firstAdminSecret;
    private @Nullable HouseTurn houseTurn;

    private LyceumServer(Config config, Deque<AutoCloseable> opened) {
        this.opened = opened;
        FutureTask<MediaCipher> cipher = chooseCipher(config.cipher());
        Platform platform = opened(Platform.open(platformSettings(config), InstantSource.system()));
        firstAdminSecret = firstAdmin(platform.firstAdmin(), config);
        certificate = new HttpsCertificate(
                config, platform.folder(), MachineAddresses.hostName(), MachineAddresses::all, InstantSource.system());
        media = opened(startMedia(config, platform.folder(), await(cipher)));
        TurnAccess turn = startTurn(config);
        rooms = opened(new RoomRegistry(
                media,
                platform.streams(),
                platform.chats(),
                platform.metering(),
                platform.accessTokens()::verify,
                RoomLimits.DEFAULT,
                turn));
        direct = opened(new DirectRooms(platform.accessTokens()::verify, DirectLimits.DEFAULT, turn));
        platform.accounts().onSessionEnded(rooms::cutLogin);
        platform.accounts().onSessionEnded(direct::cutLogin);
        platform.personalData().onForgotten(rooms::forget);
        platform.tips().onTip(rooms::tipped);
        platform.tips().onGoal(rooms::goalChanged);
        PrometheusMeterRegistry registry = registry(media, rooms);
        DirectMetrics.bind(direct, registry);
        if (houseTurn != null) {
            TurnMetrics.bind(houseTurn, registry);
        }
        opened(registry::close);
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        PublicUrls urls = new PublicUrls(config.publicUrl(), addresses);
        SignalingEndpoint signaling = new SignalingEndpoint(rooms, direct, addresses, urls, SignalingLimits.DEFAULT);
        health = new Health(Version.current(), checks(platform), media::isFull);
        web = new WebServer(
                config,
                certificate.tls(),
                Json.mapper(),
                List.of(
                        health,
                        new Metrics(registry, addresses, config.metricsToken()),
                        new ApiRoutes(platform, config, addresses, facts(), rooms, direct),
                        new DoctorRoute(opened(new TestPeers(media, turn)), urls, addresses, certificate::isSelfSigned),
                        new WhipRoutes(
                                platform.streams(),
                                platform.accessTokens()::verify,
                                rooms,
                                urls,
                                addresses,
                                WhipLimits.DEFAULT,
                                turn),
                        signaling));
        opened(web::stop);
        opened(signaling);
        web.start();
        startChores(platform, config);
    }

    private static @Nullable String firstAdmin(FirstAdmin first, Config config) {
        FirstAdminAccount account = config.firstAdmin();
        if (account != null) {
            first.make(account.email(), account.password());
        }
        return first.offer();
    }

    /** Relays for those who cannot reach the media port: inside, or somebody else's, or none. */
    private TurnAccess startTurn(Config config) {
        TurnOptions options = config.turn();
        String secret = options.secret();
        if (options.inside()) {
            HouseTurn started = opened(HouseTurn.start(config, certificate::engine, media, InstantSource.system()));
            houseTurn = started;
            return started;
        }
        return options.external().isEmpty() || secret == null
                ? new TurnAccess.None()
                : new ExternalTurn(options.external(), secret, InstantSource.system());
    }

    private Map<String, BooleanSupplier> checks(Platform platform) {
        Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
        checks.put("database", platform::works);
        HouseTurn turn = houseTurn;
        if (turn != null) {
            checks.put("turn", turn::works);
        }
        return checks;
    }

    private MediaServer startMedia(Config config, DataFolder folder, MediaCipher cipher) {
        ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
        opened(handshakes::shutdownNow);
        BouncyCastleDtlsFactory dtls =
                new BouncyCastleDtlsFactory(dtlsCertificate(folder), handshakes, new SecureRandom(), MAX_HANDSHAKES);
        dtls.warmUp();
        List<InetSocketAddress> advertised = config.advertise().isEmpty()
                ? MachineAddresses.forMedia().stream()
                        .map(address -> new InetSocketAddress(address, 0))
                        .toList()
                : config.advertise();
        try {
            log.info("media is encrypted by {}", cipher.name());
            return MediaServer.start(
                    new MediaConfig(config.mediaPort(), config.mediaLoops(), config.transport(), advertised),
                    dtls,
                    cipher.factory());
        } catch (IllegalArgumentException e) {
            throw new StartupException("Media cannot start: " + e.getMessage() + ".", e);
        } catch (BindException e) {
            throw new StartupException("The " + e.getMessage() + ". ./lyceum doctor says what to do.", e);
        }
    }

    /** Kept, so that browsers that come back after a restart need no new description to find the fingerprint right. */
    private static DtlsCertificate dtlsCertificate(DataFolder folder) {
        Path file = folder.path().resolve(DTLS_FILE);
        try {
            if (Files.exists(file)) {
                return DtlsCertificate.fromPem(Files.readString(file));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(
                    file + " cannot be used: " + e.getMessage() + ". Remove it; a new one will be made.", e);
        }
        DtlsCertificate made = DtlsCertificate.generate(new SecureRandom(), Instant.now());
        folder.writePrivately(DTLS_FILE, made.toPem());
        return made;
    }

    private ServerFacts facts() {
        return new ServerFacts(Version.current(), this::httpsPort, () -> MachineUrls.https(httpsPort()));
    }

    /**
     * Opens every port and returns when they answer; leaves nothing open when that is not possible.
     *
     * @throws StartupException with a sentence for the administrator
     */
    public static LyceumServer start(Config config) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return new LyceumServer(config, opened);
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    /** By which the first administrator makes an account; null where there is one. To be shown to who started the server. */
    public @Nullable String firstAdminSecret() {
        return firstAdminSecret;
    }

    public int httpPort() {
        return web.httpPort();
    }

    public int httpsPort() {
        return web.httpsPort();
    }

    /** UDP and TCP. */
    public int mediaPort() {
        return media.port();
    }

    /** UDP and TCP of STUN and TURN, 0 where none runs inside. */
    public int turnPort() {
        return houseTurn == null ? 0 : houseTurn.port();
    }

    /** TURN over TLS, 0 where none runs inside. */
    public int turnTlsPort() {
        return houseTurn == null ? 0 : houseTurn.tlsPort();
    }

    /** Whether browsers will warn of the HTTPS certificate. */
    public boolean isSelfSigned() {
        return certificate.isSelfSigned();
    }

    /**
     * Within seconds all else that this process does gives way to media, for good: for whoever gives the server a process of its
     * own. To be called once, before it is closed.
     */
    public void letMediaFirst() {
        every(chores, PRECEDENCE_SECONDS, media::letMediaFirst);
    }

    /**
     * Tells everyone that the end is near and takes nobody new in; then {@link #close} may follow. The ports stay open until
     * then, so that a load balancer that asks {@code /health} is told to stay away before it is refused.
     */
    @Override
    public void drain() {
        health.drain();
        rooms.drain();
        direct.drain();
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                log.warn("A part did not end cleanly", e);
            }
        }
    }

    /** The configuration as far as it belongs to the domain. */
    public static PlatformSettings platformSettings(Config config) {
        return PlatformSettings.in(config.data())
                .withDatabaseUrl(config.databaseUrl())
                .withRegistrationOpen(config.openRegistration())
                .withTrustedIssuer(config.trustedIssuer())
                .withMoney(config.money())
                .withRetention(config.retention());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** It may take a second of one core, in which the rest can start. */
    private static FutureTask<MediaCipher> chooseCipher(MediaCipher.Choice choice) {
        FutureTask<MediaCipher> choosing = new FutureTask<>(() -> MediaCipher.choose(choice));
        Thread.ofPlatform().name("cipher-self-test").daemon().start(choosing);
        return choosing;
    }

    private static MediaCipher await(FutureTask<MediaCipher> choosing) {
        try {
            return choosing.get();
        } catch (ExecutionException e) {
            String why = Objects.requireNonNullElse(e.getCause(), e).getMessage();
            String what = e.getCause() instanceof SrtpSelfTest.BrokenCipherException
                    ? "Media cannot be encrypted here: " + why
                            + ". Use another build of Java than " + Runtime.version()
                            + ", or start with LYCEUM_JAVA_OPTS=-XX:UseAVX=2."
                    : why + ". Take another library with " + Setting.CIPHER.flag() + ", or leave the choice to auto.";
            throw new StartupException(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while starting.", e);
        }
    }

    private static PrometheusMeterRegistry registry(MediaServer media, RoomRegistry rooms) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        MediaMetrics.bind(media, registry);
        FunctionCounter.builder("lyceum.watchers.refused", rooms, RoomRegistry::refused)
                .register(registry);
        return registry;
    }

    private void startChores(Platform platform, Config config) {
        opened(chores::shutdownNow);
        every(chores, CERTIFICATE_CHECK_SECONDS, certificate::refresh);
        HouseTurn turn = houseTurn;
        if (turn != null) {
            every(chores, ADDRESS_CHECK_SECONDS, () -> turn.refresh(config));
        }
        every(chores, ENDED_CHECK_SECONDS, platform.accounts()::noticeEnded);
        every(chores, TIDY_SECONDS, platform::tidy);
        every(chores, TIDY_SECONDS, platform::rotateKeys);
        ScheduledExecutorService metering = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("metering").daemon().factory());
        opened(metering::shutdownNow);
        every(metering, Metering.BATCH.toSeconds(), platform.metering()::flush);
        every(chores, EARNINGS_SECONDS, platform.money()::settleEarnings);
        // By itself: it may take longer than what else is to be done can wait.
        ScheduledExecutorService verifying = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ledger-check").daemon().factory());
        opened(verifying::shutdownNow);
        every(verifying, VERIFY_SECONDS, () -> verifyLedger(platform));
    }

    private static void verifyLedger(Platform platform) {
        if (platform.money().verifying().isPresent()) {
            log.info("The ledger is being verified already");
            return;
        }
        LedgerCheck.Report report = platform.money()
                .verify((part, parts, fault) -> log.info("Verifying the ledger, {} of {}: {}", part, parts, fault));
        log.info(
                "The ledger's {} entries are verified, {} faults",
                report.entries(),
                report.faults().size());
    }

    /** A chore that fails is done the next time. */
    private static void every(ScheduledExecutorService chores, long seconds, Runnable chore) {
        Runnable guarded = () -> {
            try {
                chore.run();
            } catch (RuntimeException e) {
                log.warn("A chore failed", e);
            }
        };
        var _ = chores.scheduleWithFixedDelay(guarded, seconds, seconds, TimeUnit.SECONDS);
    }
}
