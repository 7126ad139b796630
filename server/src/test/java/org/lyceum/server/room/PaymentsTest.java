package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.StopReason;
import org.lyceum.server.protocol.WatchState;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

/** Watching for money: the ledger is real, the media and the time are the test's. */
class PaymentsTest {
    /** A coin a second. */
    private static final long PRICE = 60;

    @TempDir
    Path folder;

    private Platform platform;
    private String creator;
    private String eve;
    private final Map<RoomHarness.Client, long[]> counters = new HashMap<>();
    private RoomHarness house;

    @BeforeEach
    void open() {
        platform = Platform.open(
                PlatformSettings.in(folder).withPasswordCost(new Argon2Cost(8, 1, 1)), InstantSource.system());
        creator = person("ann@example.org");
        eve = person("eve@example.org");
        house = house(0);
    }

    @AfterEach
    void close() {
        house.room.close();
        platform.metering().closeAll();
        assertThat(platform.money().verify().faults()).isEmpty();
        platform.close();
    }

    private String person(String email) {
        return platform.accounts()
                .create(email, "correct horse", "Someone", Set.of())
                .id();
    }

    private RoomHarness house(int previewSeconds) {
        return house(previewSeconds, MeterFacts.of(platform.metering()));
    }

    private RoomHarness house(int previewSeconds, MeterFacts metering) {
        Stream stream = platform
                .streams()
                .create(creator, new NewStream("Fugues", "", Visibility.PUBLIC, PRICE, previewSeconds))
                .stream();
        RoomHarness made = new RoomHarness(RoomLimits.DEFAULT, stream, metering);
        house = made;
        RoomHarness.Client presenter = made.join(ClientRole.PRESENTER, principal(creator));
        presenter.publish("chromium-publish");
        made.connect(made.plane.newestPeer());
        made.flow("camera", CodecType.VP8);
        made.flow("microphone", CodecType.OPUS);
        return made;
    }

    private static Principal principal(String userId) {
        return new Principal(userId, "Someone", Set.of(Role.VIEWER), "login of " + userId);
    }

    private void give(long amount) {
        platform.money().wallets().grant(null, eve, amount, "");
    }

    private long spendable() {
        return platform.money().wallets().of(eve).balance();
    }

    /** With a connection that is answered and connected. */
    private RoomHarness.Client watcher(@Nullable String userId) {
        RoomHarness.Client client = house.join(ClientRole.WATCHER, userId == null ? null : principal(userId));
        subscribe(client);
        return client;
    }

    private void subscribe(RoomHarness.Client client) {
        client.say(new ClientMessage.Subscribe());
        client.answerOffer();
        house.connect(house.plane.newestPeer());
        counters.put(client, new long[3]);
        peerOf(client).stats = Figures.metered(0, 0, 0);
        house.second(); // the first look, which nothing can be compared with
    }

    private RoomHarness.Client paying(@Nullable Long cap) {
        RoomHarness.Client client = watcher(eve);
        client.say(new ClientMessage.AgreePrice(PRICE, cap));
        house.second();
        return client;
    }

    private static RecordingPlane.RecordingPeer peerOf(RoomHarness.Client client) {
        Connection watching = client.participant.watching;
        if (watching == null) {
            throw new AssertionError("it watches nothing");
        }
        return (RecordingPlane.RecordingPeer) watching.peer();
    }

    /** Media flows to these for so many seconds; so much of it is confirmed in each. */
    private void watch(int seconds, int acknowledged, int reported, RoomHarness.Client... clients) {
        for (int i = 0; i < seconds; i++) {
            for (RoomHarness.Client client : clients) {
                long[] now = counters.getOrDefault(client, new long[3]);
                boolean sent = !sent(client).isEmpty();
                now[0] += sent ? 50 : 0;
                now[1] += sent ? acknowledged : 0;
                now[2] += sent ? reported : 0;
                peerOf(client).stats = Figures.metered(now[0], now[1], now[2]);
            }
            house.second();
            if (i % 2 == 1) {
                house.meters.flush();
            }
        }
        house.second(); // what was asked for after the last one is looked at
        house.meters.flush();
        house.second();
    }

    private void watch(int seconds, RoomHarness.Client... clients) {
        watch(seconds, 50, 0, clients);
    }

    private static ServerMessage.Balance balance(RoomHarness.Client client) {
        return client.outlet.last(ServerMessage.Balance.class);
    }

    /** What is sent to its connection. */
    private List<String> sent(RoomHarness.Client client) {
        List<String> tracks = new ArrayList<>();
        String subscribed = "subscribe " + peerOf(client).id() + " ";
        for (String call : house.plane.calls) {
            if (call.startsWith(subscribed)) {
                tracks.add(call.substring(subscribed.length()).replace(" to ", " "));
            } else if (call.startsWith("un" + subscribed)) {
                String mid = call.substring(subscribed.length() + 2);
                tracks.removeIf(track -> track.startsWith(mid + " "));
            }
        }
        return tracks.stream()
                .map(track -> track.substring(track.indexOf(' ') + 1))
                .sorted()
                .toList();
    }

    @Test
    void nothingIsSentBeforeThePriceIsAgreedTo() {
        give(100);
        RoomHarness.Client client = watcher(eve);
        assertThat(balance(client).state()).isEqualTo(WatchState.AGREE);
        assertThat(sent(client)).isEmpty();

        client.say(new ClientMessage.AgreePrice(PRICE, null));

        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
        assertThat(sent(client)).containsExactly("camera", "microphone");
        assertThat(balance(client).seconds()).isZero();
        watch(3, client);
        assertThat(balance(client).charged()).isEqualTo(3);
        assertThat(balance(client).balance()).isEqualTo(97);
        assertThat(balance(client).secondsLeft()).isEqualTo(97);
    }

    @Test
    void anotherPriceIsRefused() {
        give(100);
        RoomHarness.Client client = watcher(eve);
        client.say(new ClientMessage.AgreePrice(PRICE - 1, null));

        assertThat(client.outlet.errors()).containsExactly(ErrorCode.PRICE_DIFFERS);
        assertThat(sent(client)).isEmpty();
    }

    @Test
    void thePreviewIsFree() {
        house = house(3);
        give(100);
        RoomHarness.Client client = watcher(eve);
        assertThat(balance(client).state()).isEqualTo(WatchState.PREVIEW);
        assertThat(balance(client).previewLeft()).isEqualTo(3);
        watch(2, client);
        assertThat(balance(client).previewLeft()).isEqualTo(1);
        watch(5, client);

        assertThat(balance(client).state()).isEqualTo(WatchState.AGREE);
        assertThat(sent(client)).isEmpty();
        assertThat(spendable()).isEqualTo(100);
    }

    @Test
    void secondsThatAreNotAcknowledgedAreFree() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(2, client);
        watch(3, 0, 0, client);
        watch(2, client);

        assertThat(balance(client).seconds()).isEqualTo(4);
        assertThat(sent(client)).containsExactly("camera", "microphone");
    }

    @Test
    void whoNeverSendsFeedbackGetsSoundAfterFiveSecondsAndNothingAfterThirty() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(5, 0, 0, client);
        assertThat(balance(client).state()).isEqualTo(WatchState.SOUND_ONLY);
        assertThat(sent(client)).containsExactly("microphone");
        watch(25, 0, 0, client);

        assertThat(balance(client).state()).isEqualTo(WatchState.STOPPED);
        assertThat(balance(client).reason()).isEqualTo(StopReason.SILENT);
        assertThat(sent(client)).isEmpty();
        assertThat(balance(client).charged()).isZero();

        subscribe(client);
        assertThat(balance(client).state()).isEqualTo(WatchState.AGREE);
    }

    @Test
    void whoComesBackAfterSilenceGetsThePictureOnceItAcknowledgesTheSound() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(8, 0, 0, client);
        client.say(new ClientMessage.Leave());

        RoomHarness.Client again = paying(null);
        assertThat(balance(again).state()).isEqualTo(WatchState.SOUND_ONLY);
        assertThat(sent(again)).containsExactly("microphone");
        watch(1, again);
        assertThat(balance(again).state()).isEqualTo(WatchState.PAYING);
        assertThat(sent(again)).containsExactly("camera", "microphone");
    }

    @Test
    void soundThatIsAcknowledgedBringsThePictureBack() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(5, 0, 0, client);
        watch(1, client);

        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
        assertThat(sent(client)).containsExactly("camera", "microphone");
    }

    @Test
    void anEmptyWalletStopsTheMediaAndATopUpGoesOnWithTheSameConnection() {
        give(5);
        RoomHarness.Client client = paying(null);
        watch(8, client);
        assertThat(balance(client).reason()).isEqualTo(StopReason.EMPTY);
        assertThat(balance(client).balance()).isZero();
        assertThat(sent(client)).isEmpty();
        long offers = client.outlet.all(ServerMessage.Offer.class).size();
        long charged = balance(client).charged();
        watch(3, client);
        assertThat(balance(client).charged()).isEqualTo(charged).isEqualTo(5);

        give(100);
        house.meters.flush();
        house.second();

        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
        assertThat(balance(client).balance()).isEqualTo(100);
        assertThat(sent(client)).containsExactly("camera", "microphone");
        assertThat(client.outlet.all(ServerMessage.Offer.class)).hasSize((int) offers);
    }

    @Test
    void aPageCannotUndoIt() {
        RoomHarness.Client client = watcher(eve);
        client.say(new ClientMessage.LayerPreference("camera", 1080, LayerChoice.HIGH, false));
        client.say(new ClientMessage.AgreePrice(PRICE, null));
        client.say(new ClientMessage.Subscribe());
        client.answerOffer();
        house.connect(house.plane.newestPeer());

        assertThat(balance(client).reason()).isEqualTo(StopReason.EMPTY);
        assertThat(sent(client)).isEmpty();
    }

    @Test
    void aCapStopsItAndAHigherOneGoesOn() {
        give(100);
        RoomHarness.Client client = paying(4L);
        assertThat(balance(client).secondsLeft()).isEqualTo(4);
        watch(6, client);
        assertThat(balance(client).reason()).isEqualTo(StopReason.CAP);
        assertThat(sent(client)).isEmpty();

        client.say(new ClientMessage.AgreePrice(PRICE, 50L));

        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
        assertThat(sent(client)).containsExactly("camera", "microphone");
    }

    @Test
    void reconnectingIsFreeAndNeedsNoOtherAgreement() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(2, client);
        client.loseSocket();
        for (int i = 0; i < 5; i++) {
            house.second();
        }
        house.resume(client, client.participant.lastEventId());
        subscribe(client);

        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
        assertThat(balance(client).seconds()).isEqualTo(2);
        watch(1, client);
        assertThat(balance(client).seconds()).isEqualTo(3);
    }

    @Test
    void whatIsNotSentIsFree() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(2, client);
        for (int i = 0; i < 60; i++) {
            house.second();
        }
        assertThat(balance(client).seconds()).isEqualTo(2);
        assertThat(balance(client).state()).isEqualTo(WatchState.PAYING);
    }

    @Test
    void aReceiverReportConfirmsTheSecondsBeforeIt() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(3, 0, 0, client);
        watch(1, 0, 150, client);

        assertThat(balance(client).seconds()).isEqualTo(4);
    }

    @Test
    void whoWatchesTwicePaysTwice() {
        give(1000);
        RoomHarness.Client[] clients = new RoomHarness.Client[50];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = paying(null);
        }
        watch(2, clients);
        for (RoomHarness.Client client : clients) {
            client.say(new ClientMessage.Leave());
        }
        house.meters.flush();

        assertThat(spendable()).isEqualTo(1000 - 100);
    }

    @Test
    void aPreviewIsSharedByAllOfAGuestsSockets() {
        house = house(10);
        RoomHarness.Client first = watcher(null);
        RoomHarness.Client second = watcher(null);
        watch(4, first, second);
        assertThat(balance(first).previewLeft()).isEqualTo(2);
        watch(2, first, second);

        assertThat(balance(first).reason()).isEqualTo(StopReason.SIGNED_OUT);
        assertThat(sent(first)).isEmpty();
        assertThat(sent(second)).isEmpty();
        RoomHarness.Client third = watcher(null);
        assertThat(balance(third).reason()).isEqualTo(StopReason.SIGNED_OUT);
    }

    @Test
    void theCreatorPaysNothing() {
        RoomHarness.Client client = watcher(creator);
        watch(2, client);

        assertThat(balance(client).state()).isEqualTo(WatchState.FREE);
        assertThat(sent(client)).containsExactly("camera", "microphone");
    }

    @Test
    void aStandstillOfTheServerIsRefunded() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(6, client);
        house.standStill(Duration.ofSeconds(4));
        house.second();

        assertThat(balance(client).seconds()).isEqualTo(2);
    }

    @Test
    void secondsWhosePictureTheServerShedsAreFree() {
        give(100);
        RoomHarness.Client client = paying(null);
        watch(2, client);
        String mid = house.plane.calls.stream()
                .filter(call -> call.startsWith("subscribe " + peerOf(client).id()) && call.endsWith("camera"))
                .map(call -> call.split(" ", -1)[2])
                .findFirst()
                .orElseThrow();
        house.plane.full = true;
        TrackId camera = new TrackId("camera");
        house.tell(new RoomMessage.Forwarding(peerOf(client), mid, camera, Quality.NOTHING, true));
        watch(4, client);
        assertThat(balance(client).seconds()).isEqualTo(2);

        house.plane.full = false;
        house.tell(new RoomMessage.Forwarding(peerOf(client), mid, camera, new Quality(0, 0, 0), false));
        house.second();
        watch(2, client);
        assertThat(balance(client).seconds()).isEqualTo(4);
    }

    @Test
    void aSessionThatCannotBeOpenedIsTriedAgain() {
        AtomicBoolean away = new AtomicBoolean(true);
        MeterFacts real = MeterFacts.of(platform.metering());
        MeterFacts moody = (MeterFacts) Proxy.newProxyInstance(
                MeterFacts.class.getClassLoader(), new Class<?>[] {MeterFacts.class}, (_, method, arguments) -> {
                    if (away.get() && method.getName().equals("open")) {
                        throw new IllegalStateException("no database");
                    }
                    return method.invoke(real, arguments);
                });
        house = house(0, moody);
        give(100);
        RoomHarness.Client client = watcher(eve);
        assertThat(balance(client).reason()).isEqualTo(StopReason.UNAVAILABLE);
        assertThat(sent(client)).isEmpty();

        away.set(false);
        for (int i = 0; i < 5; i++) {
            house.second();
        }

        assertThat(balance(client).state()).isEqualTo(WatchState.AGREE);
    }

    @Test
    void aPlayerByWhepGetsThePreviewAndNoMore() {
        house = house(2);
        SessionParticipant player = house.whep(false);
        RecordingPlane.RecordingPeer peer = house.plane.newestPeer();
        house.connect(peer);
        assertThat(house.plane.calls)
                .filteredOn(call -> call.startsWith("subscribe " + peer.id()))
                .hasSize(2);
        for (int i = 0; i < 5; i++) {
            peer.stats = Figures.metered(50L * i, 50L * i, 0);
            house.second();
        }

        assertThat(player.isOpen()).isTrue();
        assertThat(house.plane.calls)
                .filteredOn(call -> call.startsWith("unsubscribe " + peer.id()))
                .hasSize(2);
    }
}
