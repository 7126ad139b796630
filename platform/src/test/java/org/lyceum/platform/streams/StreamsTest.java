package org.lyceum.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Retention;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.streams.StreamChange.Kind;

@ParameterizedClass
@EnumSource(Storage.class)
class StreamsTest {
    private static final Duration VISITS_KEPT = Duration.ofDays(Retention.DEFAULT.visitDays());

    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<StreamChange> changes = new ArrayList<>();
    private PlatformSettings settings;
    private Platform platform;
    private Streams streams;
    private String creator;

    StreamsTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        settings = TestPlatforms.settings(storage, folder);
        reopen();
        creator = platform.accounts()
                .register("ada@example.org", "correct horse", "Ada")
                .account()
                .id();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void reopen() {
        platform = Platform.open(settings, clock);
        streams = platform.streams();
        streams.onChange(changes::add);
    }

    private KeyedStream create(String title) {
        return create(title, Visibility.PUBLIC);
    }

    private KeyedStream create(String title, Visibility visibility) {
        clock.advance(Duration.ofSeconds(1));
        return streams.create(creator, new NewStream(title, "", visibility, 0));
    }

    private List<Kind> kinds() {
        return changes.stream().map(StreamChange::kind).toList();
    }

    @Test
    void aNewStreamIsOfflineAndKnowsItsCreator() {
        Stream stream = streams.create(creator, new NewStream(" Café ", "Music", Visibility.UNLISTED, 30)).stream();

        assertThat(stream.title()).isEqualTo("Café");
        assertThat(stream.category()).isEqualTo("Music");
        assertThat(stream.visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(stream.pricePerMinute()).isEqualTo(30);
        assertThat(stream.creatorName()).isEqualTo("Ada");
        assertThat(stream.status()).isEqualTo(StreamStatus.OFFLINE);
        assertThat(stream.createdAt()).isEqualTo(clock.instant());
        assertThat(stream.liveSince()).isNull();
        assertThat(stream.armed()).isFalse();
        assertThat(stream.id()).matches("[1-9A-HJ-NP-Za-km-z]{12}");
        assertThat(streams.find(stream.id())).contains(stream);
    }

    @Test
    void theKeyOpensItsStreamAndNoOther() {
        KeyedStream one = create("One");
        KeyedStream two = create("Two");

        assertThat(one.streamKey()).matches("sk_[1-9A-HJ-NP-Za-km-z]{28}");
        assertThat(streams.findByKey(one.streamKey())).contains(one.stream());
        assertThat(streams.findByKey(two.streamKey())).contains(two.stream());
    }

    @Test
    void whatIsNoKeyOpensNothing() {
        String key = create("One").streamKey();

        assertThat(List.of(
                        "",
                        "sk_",
                        key.substring(3),
                        key + "a",
                        key.toLowerCase(Locale.ROOT),
                        "sk_' OR '1'='1",
                        "sk_\u0000",
                        "sk_" + "a".repeat(100_000)))
                .allSatisfy(wrong -> assertThat(streams.findByKey(wrong)).isEmpty());
    }

    @Test
    void theKeyIsNowhereInTheDataFolder() throws Exception {
        String key = create("One").streamKey();

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(key));
        }
    }

    @Test
    void aRotatedKeyIsDeadAndTheChangeIsAnnounced() {
        KeyedStream old = create("One");

        KeyedStream fresh = streams.rotateKey(old.stream().id());

        assertThat(streams.findByKey(old.streamKey())).isEmpty();
        assertThat(streams.findByKey(fresh.streamKey())).contains(fresh.stream());
        assertThat(kinds()).containsExactly(Kind.CREATED, Kind.KEY_ROTATED);
    }

    @Test
    void aStreamLivesThroughItsSessions() {
        String id = create("One").stream().id();

        assertThat(streams.arm(id))
                .matches(Stream::armed)
                .extracting(Stream::status)
                .isEqualTo(StreamStatus.OFFLINE);
        clock.advance(Duration.ofMinutes(1));
        Stream live = streams.mediaStarted(id);
        assertThat(live.status()).isEqualTo(StreamStatus.LIVE);
        assertThat(live.liveSince()).isEqualTo(clock.instant());
        assertThat(live.armed()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(streams.mediaStopped(id))
                .extracting(Stream::status, Stream::liveSince)
                .containsExactly(StreamStatus.OFFLINE, null);
        streams.mediaStarted(id);
        clock.advance(Duration.ofMinutes(1));
        assertThat(streams.end(id).status()).isEqualTo(StreamStatus.ENDED);
        assertThat(streams.mediaStarted(id).status()).isEqualTo(StreamStatus.LIVE);

        assertThat(kinds())
                .containsExactly(
                        Kind.CREATED,
                        Kind.ARMED,
                        Kind.WENT_LIVE,
                        Kind.WENT_OFFLINE,
                        Kind.WENT_LIVE,
                        Kind.ENDED,
                        Kind.WENT_LIVE);
        assertThat(streams.sessions(id)).hasSize(3);
        assertThat(streams.sessions(id).getLast().endedAt())
                .isEqualTo(live.createdAt().plusSeconds(120));
        assertThat(streams.sessions(id).stream().filter(session -> session.endedAt() == null))
                .hasSize(1);
    }

    @Test
    void whatIsSoAlreadyIsNotAnnouncedAgain() {
        String id = create("One").stream().id();
        streams.arm(id);
        streams.arm(id);
        streams.mediaStarted(id);
        streams.mediaStarted(id);
        streams.arm(id);
        streams.end(id);
        streams.end(id);
        streams.mediaStopped(id);

        assertThat(kinds()).containsExactly(Kind.CREATED, Kind.ARMED, Kind.WENT_LIVE, Kind.ENDED);
        assertThat(streams.find(id).orElseThrow().status()).isEqualTo(StreamStatus.ENDED);
        assertThat(streams.sessions(id)).hasSize(1);
    }

    @Test
    void startingAnEndedStreamMakesItReadyAgain() {
        String id = create("One").stream().id();
        streams.end(id);

        assertThat(streams.arm(id))
                .extracting(Stream::status, Stream::armed)
                .containsExactly(StreamStatus.OFFLINE, true);
    }

    @Test
    void manyWhoSeeTheFirstMediaOpenOneSession() throws Exception {
        String id = create("One").stream().id();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Stream>> results = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                results.add(threads.submit(() -> {
                    go.await();
                    return streams.mediaStarted(id);
                }));
            }
            go.countDown();
            for (Future<Stream> result : results) {
                assertThat(result.get().status()).isEqualTo(StreamStatus.LIVE);
            }
        }
        assertThat(streams.sessions(id)).hasSize(1);
        assertThat(kinds()).containsExactly(Kind.CREATED, Kind.WENT_LIVE);
    }

    @Test
    void oldVisitsAreForgottenAndTheirSumsAreNot() {
        String id = create("One").stream().id();
        streams.mediaStarted(id);
        streams.viewerDisconnected(streams.viewerConnected(id, creator, "webrtc"), 17);
        clock.advance(VISITS_KEPT.minusHours(1));
        streams.viewerDisconnected(streams.viewerConnected(id, null, "whep"), 3);
        String present = streams.viewerConnected(id, null, "webrtc");
        assertThat(visits()).isEqualTo(3);

        clock.advance(Duration.ofHours(2));
        platform.tidy();
        platform.tidy();
        assertThat(visits()).isEqualTo(2);
        clock.advance(VISITS_KEPT);
        platform.tidy();
        assertThat(visits()).as("who is there").isEqualTo(1);

        streams.viewerDisconnected(present, 5);
        assertThat(streams.sessions(id)).singleElement().satisfies(session -> {
            assertThat(session.viewers()).isEqualTo(3);
            assertThat(session.secondsWatched()).isEqualTo(25);
        });
    }

    private int visits() {
        try (DataFolder free = DataFolder.lockIfFree(settings.dataFolder());
                Database database = Database.open(free, settings.databaseUrl(), clock.instant())) {
            return database.read(sql -> sql.createQuery("SELECT COUNT(*) FROM viewer_connections")
                    .mapTo(Integer.class)
                    .one());
        }
    }

    @Test
    void viewersAreCountedWhileTheyAreThere() {
        String id = create("One").stream().id();
        String other = create("Two").stream().id();
        streams.mediaStarted(id);

        String ada = streams.viewerConnected(id, creator, "webrtc");
        String someone = streams.viewerConnected(id, null, "whep");
        assertThat(streams.viewers(id)).isEqualTo(2);
        assertThat(streams.viewers()).containsOnlyKeys(id).containsEntry(id, 2);
        streams.viewerDisconnected(ada, 17);
        streams.viewerDisconnected(ada, 99_999);
        assertThat(streams.viewers(id)).isEqualTo(1);
        streams.viewerDisconnected(someone, 3);
        assertThat(streams.viewers(id)).isZero();
        assertThat(streams.viewers(other)).isZero();

        assertThat(streams.sessions(id)).singleElement().satisfies(session -> {
            assertThat(session.viewers()).isEqualTo(2);
            assertThat(session.secondsWatched()).isEqualTo(20);
        });
    }

    @Test
    void aViewerWhoseAccountIsGoneCountsAsNotSignedIn() {
        String id = create("One").stream().id();

        streams.viewerConnected(id, "nobody", "webrtc");

        assertThat(streams.viewers(id)).isEqualTo(1);
    }

    @Test
    void aStreamThatIsNotThereIsSaidSo() {
        assertThat(streams.find("nope")).isEmpty();
        assertThat(streams.find("\u0000")).isEmpty();
        assertThat(streams.find("'; DROP TABLE streams; --")).isEmpty();
        assertThatThrownBy(() -> streams.mediaStarted("nope")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> streams.end("\u0000")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> streams.rotateKey("nope")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> streams.viewerConnected("nope", null, "webrtc"))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(changes).isEmpty();
    }

    @Test
    void theListHoldsWhatIsPublicAndBeginsWithWhatIsLive() {
        Stream first = create("First").stream();
        create("Hidden", Visibility.UNLISTED);
        create("Secret", Visibility.PRIVATE);
        Stream second = create("Second").stream();
        Stream third = create("Third").stream();
        streams.mediaStarted(first.id());

        assertThat(streams.listPublic()).extracting(Stream::id).containsExactly(first.id(), third.id(), second.id());
        assertThat(streams.listByCreator(creator)).hasSize(5);
        assertThat(streams.listByCreator("someone")).isEmpty();
    }

    @Test
    void whatACrashLeftOpenIsClosedAtTheNextStart() {
        String id = create("One").stream().id();
        String ended = create("Two").stream().id();
        streams.end(ended);
        streams.mediaStarted(id);
        streams.viewerConnected(id, null, "webrtc");
        clock.advance(Duration.ofMinutes(5));

        platform.close(); // Nobody said goodbye: for the database this is what a crash looks like.
        reopen();

        assertThat(streams.find(id).orElseThrow())
                .extracting(Stream::status, Stream::liveSince)
                .containsExactly(StreamStatus.OFFLINE, null);
        assertThat(streams.find(ended).orElseThrow().status()).isEqualTo(StreamStatus.ENDED);
        assertThat(streams.viewers(id)).isZero();
        assertThat(streams.sessions(id))
                .singleElement()
                .satisfies(session -> assertThat(session.endedAt()).isEqualTo(clock.instant()));
    }

    @Test
    void valuesThatCanNotBeKeptAreRefusedByName() {
        assertThatThrownBy(() -> new NewStream(" ", "", Visibility.PUBLIC, 0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("title");
        assertThatThrownBy(() -> new NewStream("a\u0000b", "", Visibility.PUBLIC, 0))
                .hasMessageContaining("title");
        assertThatThrownBy(() -> new NewStream("\uD83D", "", Visibility.PUBLIC, 0))
                .hasMessageContaining("title");
        assertThatThrownBy(() -> new NewStream("\u202Eevil", "", Visibility.PUBLIC, 0))
                .hasMessageContaining("title");
        assertThatThrownBy(() -> new NewStream("a".repeat(121), "", Visibility.PUBLIC, 0))
                .hasMessageContaining("title");
        assertThatThrownBy(() -> new NewStream("a", "b".repeat(41), Visibility.PUBLIC, 0))
                .hasMessageContaining("category");
        assertThatThrownBy(() -> new NewStream("a", "", Visibility.PUBLIC, -1)).hasMessageContaining("pricePerMinute");
        assertThatThrownBy(() -> new NewStream("a", "", Visibility.PUBLIC, Long.MAX_VALUE))
                .hasMessageContaining("pricePerMinute");
    }

    @Test
    void unicodeAndSqlInATitleComeBackAsTheyWere() {
        String title = "Robert'); DROP TABLE streams;-- 👩‍👩‍👧 Ελλάδα \\ \" %s";

        Stream stream = create(title).stream();

        assertThat(streams.find(stream.id()).orElseThrow().title()).isEqualTo(title);
    }

    @Test
    void anOwnerAndAnAdminMayManageItAndPrivateStreamsAreForThoseWhoAreInvited() {
        Stream stream = create("One", Visibility.PRIVATE).stream();
        Principal owner = new Principal(creator, "Ada", Set.of(Role.CREATOR), "s");
        Principal other = new Principal("other", "Bob", Set.of(Role.CREATOR), "s");
        Principal admin = new Principal("root", "Root", Set.of(Role.ADMIN), "s");

        assertThat(stream.isOwnedBy(owner)).isTrue();
        assertThat(stream.isOwnedBy(admin)).isTrue();
        assertThat(stream.isOwnedBy(other)).isFalse();
        assertThat(stream.isOwnedBy(null)).isFalse();
        String bob = platform.accounts()
                .register("bob@example.org", "correct horse", "Bob")
                .account()
                .id();
        Principal invited = new Principal(bob, "Bob", Set.of(Role.VIEWER), "s");
        assertThat(streams.mayBeWatched(stream, owner)).isTrue();
        assertThat(streams.mayBeWatched(stream, admin)).isTrue();
        assertThat(streams.mayBeWatched(stream, invited)).isFalse();
        assertThat(streams.mayBeWatched(stream, null)).isFalse();
        streams.invite(stream.id(), bob);
        streams.invite(stream.id(), bob);
        assertThat(streams.mayBeWatched(stream, invited)).isTrue();
        assertThat(streams.mayBeWatched(stream, other)).isFalse();
        assertThat(streams.invitations(stream.id()))
                .extracting(Invitation::displayName)
                .containsExactly("Bob");
        assertThat(changes).extracting(StreamChange::kind).containsExactly(Kind.CREATED, Kind.EDITED);
        streams.uninvite(stream.id(), bob);
        assertThat(streams.mayBeWatched(stream, invited)).isFalse();
    }

    @Test
    void aSessionKnowsTheMostWhoWatchedAtOnceThoseWhoWaitedForItIncluded() {
        Stream stream = create("One").stream();
        String early = streams.viewerConnected(stream.id(), null, "webrtc");
        streams.mediaStarted(stream.id());
        String second = streams.viewerConnected(stream.id(), null, "webrtc");
        streams.viewerConnected(stream.id(), null, "whep");
        streams.viewerDisconnected(early, 1);
        streams.viewerDisconnected(second, 1);
        streams.viewerConnected(stream.id(), null, "whep");

        assertThat(streams.sessions(stream.id()).getFirst().peakViewers()).isEqualTo(3);
    }
}
