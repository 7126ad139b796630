package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.streams.StreamDetails;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.platform.tips.GoalChange;
import org.lyceum.platform.tips.Tip;
import org.lyceum.platform.tips.TipGiven;
import org.lyceum.platform.tips.TipGoal;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.TrackId;

class RoomTest {
    private final RoomHarness house = new RoomHarness();

    @Test
    void aPresentersOfferIsAnsweredAndItsTracksAreAnnounced() {
        RoomHarness.Client watcher = house.watcher();
        RoomHarness.Client presenter = house.presenter();

        presenter.publish("chromium-publish");

        ServerMessage.Answer answer = presenter.outlet.last(ServerMessage.Answer.class);
        assertThat(answer.sdp()).contains("a=recvonly");
        assertThat(answer.tracks())
                .extracting(ServerMessage.AnsweredTrack::trackId)
                .containsExactly("microphone", "camera");
        assertThat(house.plane.calls).containsExactly("publish camera from peer0 1", "publish microphone from peer0 0");
        assertThat(house.plane.peer(0).updates).hasSize(1);
        assertThat(watcher.outlet.all(ServerMessage.TrackPublished.class))
                .extracting(published -> published.track().source())
                .containsExactly(Source.CAMERA, Source.MICROPHONE);
        assertThat(presenter.outlet.all(ServerMessage.TrackPublished.class)).isEmpty();
    }

    @Test
    void aWatcherWhoPressesPlayIsOfferedAllTracksAndGetsThemWithItsAnswer() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        house.plane.calls.clear();

        watcher.say(new ClientMessage.Subscribe());
        ServerMessage.Offer offer = watcher.outlet.last(ServerMessage.Offer.class);
        assertThat(offer.tracks())
                .extracting(ServerMessage.SentTrack::trackId)
                .containsExactlyInAnyOrder("camera", "microphone");
        assertThat(house.plane.calls).isEmpty();
        assertThat(offer.sdp())
                .contains("a=ice-ufrag:" + house.plane.newestPeer().expected.getFirst());
        watcher.answerOffer();

        assertThat(house.plane.calls)
                .containsExactlyInAnyOrder("subscribe peer1 0 to camera", "subscribe peer1 1 to microphone");
        house.connect(house.plane.newestPeer());
        assertThat(watcher.outlet.last(ServerMessage.PeerState.class).state()).isEqualTo("connected");
    }

    @Test
    void whoeverPressesPlayBeforeTheShowIsOfferedWhenItBegins() {
        RoomHarness.Client watcher = house.watcher();
        watcher.say(new ClientMessage.Subscribe());
        watcher.say(new ClientMessage.IceRestart(PeerConnectionName.SUBSCRIBE));
        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).isEmpty();

        house.live();

        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).hasSize(1);
        assertThat(watcher.outlet.errors()).isEmpty();
    }

    @Test
    void changesWhileAnOfferIsOutstandingAreOneOfferMore() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        watcher.say(new ClientMessage.Subscribe());

        for (int i = 0; i < 5; i++) {
            watcher.say(new ClientMessage.IceRestart(PeerConnectionName.SUBSCRIBE));
        }
        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).hasSize(1);
        watcher.answerOffer();

        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).hasSize(2);
        watcher.answerOffer();
        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).hasSize(2);
    }

    @Test
    void anAnswerToNoOfferIsRefusedAndTheOfferStaysOutstanding() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        watcher.say(new ClientMessage.Answer(PeerConnectionName.SUBSCRIBE, "1", "v=0"));
        watcher.say(new ClientMessage.Subscribe());
        String offerId = watcher.outlet.last(ServerMessage.Offer.class).offerId();
        watcher.say(new ClientMessage.Answer(PeerConnectionName.SUBSCRIBE, "1", "v=0"));
        watcher.say(new ClientMessage.Answer(PeerConnectionName.SUBSCRIBE, offerId, "nonsense"));
        watcher.say(new ClientMessage.Answer(PeerConnectionName.PUBLISH, offerId, "v=0"));
        assertThat(watcher.outlet.errors())
                .containsExactly(
                        ErrorCode.NOT_SUBSCRIBED, ErrorCode.UNKNOWN_OFFER, ErrorCode.BAD_SDP, ErrorCode.BAD_FIELD);

        watcher.answerOffer();

        assertThat(house.plane.peer(1).updates).hasSize(1);
    }

    @Test
    void anOfferWithoutAnAnswerIsRepeatedAndThenGivenUp() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        watcher.say(new ClientMessage.Subscribe());

        house.pass(Duration.ofSeconds(31));

        assertThat(watcher.outlet.all(ServerMessage.Offer.class))
                .hasSize(3)
                .containsOnly(watcher.outlet.last(ServerMessage.Offer.class));
        assertThat(watcher.outlet.errors()).containsExactly(ErrorCode.ANSWER_TIMEOUT);
        assertThat(watcher.outlet.last(ServerMessage.PeerState.class).reason()).isEqualTo("answer-timeout");
        assertThat(house.plane.newestPeer().closed).isTrue();
        watcher.say(new ClientMessage.Subscribe());
        watcher.answerOffer();
        assertThat(house.plane.newestPeer().updates).hasSize(1);
    }

    @Test
    void mediaMakesTheStreamLiveAndTenSecondsWithoutItOffline() {
        RoomHarness.Client watcher = house.watcher();
        house.presenter().publish("chromium-publish");
        assertThat(house.streams.calls).doesNotContain("started s1");
        house.connect(house.plane.newestPeer());
        house.flow("camera", CodecType.VP8);
        assertThat(house.streams.calls).contains("started s1");
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("live");
        assertThat(house.room.isFlowing()).isTrue();

        house.stall("camera");
        house.pass(Duration.ofMillis(7_800));
        assertThat(house.streams.calls).doesNotContain("stopped s1");
        house.pass(Duration.ofMillis(300));

        assertThat(house.streams.calls).contains("stopped s1");
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("offline");
        house.flow("camera", CodecType.VP8);
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("live");
    }

    @Test
    void whatTheDatabaseDidNotTakeIsWrittenAsSoonAsItDoes() {
        RoomHarness.Client watcher = house.watcher();
        house.streams.broken = true;
        house.live();
        house.pass(Duration.ofSeconds(5));
        ServerMessage.StreamState state = watcher.outlet.last(ServerMessage.StreamState.class);
        assertThat(state.state()).as("people watch without it").isEqualTo("live");
        assertThat(state.liveSince()).isNull();

        house.streams.broken = false;
        house.pass(Duration.ofSeconds(3));
        assertThat(house.streams.calls).containsOnlyOnce("started s1");
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).liveSince())
                .isNotNull();

        house.streams.broken = true;
        house.stall("camera");
        house.stall("microphone");
        house.pass(Duration.ofSeconds(15));
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("offline");
        house.streams.broken = false;
        house.pass(Duration.ofSeconds(3));
        assertThat(house.streams.calls).containsOnlyOnce("stopped s1");
    }

    @Test
    void aRoomWithSomethingLeftToWriteStays() {
        RoomHarness.Client presenter = house.live();
        house.streams.broken = true;
        presenter.say(new ClientMessage.Leave());
        house.pass(Duration.ofSeconds(15));
        assertThat(house.room.isIdle()).as("with nobody there").isFalse();

        house.streams.broken = false;
        house.pass(Duration.ofSeconds(3));
        assertThat(house.streams.calls).containsOnlyOnce("stopped s1");
        assertThat(house.room.isIdle()).isTrue();
    }

    @Test
    void aWriteThatIsOvertakenByAnotherIsNotRepeated() {
        house.watcher();
        house.streams.broken = true;
        house.live();
        house.stall("camera");
        house.stall("microphone");
        house.pass(Duration.ofSeconds(12));
        house.streams.broken = false;
        house.pass(Duration.ofSeconds(5));

        assertThat(house.streams.calls).doesNotContain("started s1");
    }

    @Test
    void aPauseOfFiveSecondsKeepsTheStreamLive() {
        house.live();
        house.stall("camera");
        house.stall("microphone");
        house.pass(Duration.ofSeconds(5));
        house.flow("microphone", CodecType.OPUS);

        house.pass(Duration.ofSeconds(60));

        assertThat(house.streams.calls).doesNotContain("stopped s1");
    }

    @Test
    void aReloadTakesOverAndWatchersKeepTheirTracks() {
        RoomHarness.Client first = house.live();
        RoomHarness.Client watcher = house.watching();
        house.plane.calls.clear();
        watcher.outlet.messages.clear();

        RoomHarness.Client second = house.presenter();
        assertThat(first.outlet.errors()).containsExactly(ErrorCode.REPLACED);
        assertThat(first.outlet.closed).isEqualTo(CloseCode.REPLACED);
        assertThat(house.plane.peer(0).closed).isTrue();
        second.publish("firefox-publish");

        assertThat(house.plane.calls)
                .containsSubsequence("publish camera from peer2 1", "publish microphone from peer2 0")
                .noneMatch(call -> call.startsWith("unsubscribe"));
        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).isEmpty();
        assertThat(watcher.outlet.all(ServerMessage.TrackUnpublished.class)).isEmpty();
        assertThat(watcher.outlet
                        .last(ServerMessage.TrackPublished.class)
                        .track()
                        .participantId())
                .isEqualTo(second.participant.participantId());
        house.connect(house.plane.newestPeer());
        house.flow("camera", CodecType.VP8);
        house.pass(Duration.ofSeconds(60));
        assertThat(house.streams.calls).doesNotContain("stopped s1");
    }

    @Test
    void anotherPersonCannotPresentWhileSomebodyDoes() {
        RoomHarness.Client ann = house.presenter();

        assertThatThrownBy(() -> house.join(ClientRole.PRESENTER, RoomHarness.BOB))
                .cause()
                .hasMessage("Somebody else is presenting here.");
        assertThat(ann.outlet.closed).isNull();
    }

    @Test
    void aTrackThatIsOfferedNoMoreIsTakenFromWatchers() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watching();
        house.plane.calls.clear();

        presenter.offer("chromium-publish", Source.MICROPHONE);

        assertThat(watcher.outlet.last(ServerMessage.TrackUnpublished.class).trackId())
                .isEqualTo("camera");
        assertThat(house.plane.calls).containsExactly("unpublish camera", "unsubscribe peer1 0");
        assertThat(watcher.outlet.last(ServerMessage.Offer.class).tracks())
                .extracting(ServerMessage.SentTrack::trackId)
                .containsExactly("microphone");
        watcher.answerOffer();
        presenter.offer("chromium-publish", Source.MICROPHONE, Source.CAMERA);
        watcher.answerOffer();
        assertThat(house.plane.calls).endsWith("publish camera from peer0 1", "subscribe peer1 0 to camera");
    }

    @Test
    void aNewPeerConnectionOfTheSamePresenterReplacesItsOldOne() {
        RoomHarness.Client presenter = house.live();

        presenter.publish("firefox-publish");

        assertThat(house.plane.peer(0).closed).isTrue();
        assertThat(house.plane.newestPeer().updates).hasSize(1);
        assertThat(presenter.outlet.closed).isNull();
    }

    @Test
    void theSameOfferSaidTwiceIsAnsweredTwiceOnTheSamePeer() {
        RoomHarness.Client presenter = house.presenter();
        presenter.publish("chromium-publish");
        presenter.publish("chromium-publish");

        assertThat(presenter.outlet.all(ServerMessage.Answer.class)).hasSize(2);
        assertThat(house.plane.peers).hasSize(1);
    }

    @Test
    void offersThatCannotBeAreRefusedWithWords() {
        RoomHarness.Client presenter = house.presenter();
        presenter.say(new ClientMessage.Offer(PeerConnectionName.PUBLISH, "v=0", List.of()));
        presenter.offer("chromium-publish", Source.CAMERA, Source.MICROPHONE); // swapped kinds
        presenter.say(new ClientMessage.Offer(
                PeerConnectionName.PUBLISH,
                Sdp.sample("chromium-publish"),
                List.of(
                        new ClientMessage.OfferedTrack("1", Source.CAMERA),
                        new ClientMessage.OfferedTrack("1", Source.SCREEN))));
        presenter.say(new ClientMessage.Offer(PeerConnectionName.SUBSCRIBE, "v=0", List.of()));
        presenter.say(new ClientMessage.Subscribe());
        RoomHarness.Client watcher = house.watcher();
        watcher.publish("chromium-publish");
        watcher.say(new ClientMessage.TrackMuted("camera", true));
        watcher.say(new ClientMessage.Register(ClientRole.WATCHER, "s1", null, null, null, null));

        assertThat(presenter.outlet.errors())
                .containsExactly(
                        ErrorCode.BAD_SDP,
                        ErrorCode.BAD_FIELD,
                        ErrorCode.BAD_FIELD,
                        ErrorCode.BAD_FIELD,
                        ErrorCode.WRONG_ROLE);
        assertThat(watcher.outlet.errors())
                .containsExactly(ErrorCode.WRONG_ROLE, ErrorCode.UNKNOWN_TRACK, ErrorCode.ALREADY_REGISTERED);
        assertThat(house.plane.peers).allMatch(peer -> peer.closed || peer.updates.isEmpty());
        assertThat(house.plane.calls).isEmpty();
    }

    @Test
    void aSocketThatComesBackHearsWhatItMissedAndItsMediaIsUntouched() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watching();
        long heard = watcher.participant.lastEventId();
        watcher.loseSocket();
        presenter.say(new ClientMessage.TrackMuted("camera", true));
        presenter.say(new ClientMessage.TrackMuted("camera", false));
        house.pass(Duration.ofSeconds(29));

        house.resume(watcher, heard);

        ServerMessage.Registered registered = watcher.outlet.last(ServerMessage.Registered.class);
        assertThat(registered.resumed()).isTrue();
        assertThat(registered.participantId()).isEqualTo(watcher.participant.participantId());
        assertThat(registered.eventId()).isEqualTo(heard);
        assertThat(watcher.outlet.all(ServerMessage.TrackMuted.class))
                .extracting(ServerMessage.TrackMuted::eventId)
                .containsExactly(heard + 1, heard + 2);
        assertThat(house.plane.peers).noneMatch(peer -> peer.closed);
        house.pass(Duration.ofSeconds(60));
        assertThat(watcher.outlet.closed).isNull();
        assertThat(presenter.outlet.all(ServerMessage.ParticipantUpdated.class))
                .extracting(updated -> updated.participant().away())
                .containsExactly(true, false);
    }

    @Test
    void anOutstandingOfferIsRepeatedOnResume() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        watcher.say(new ClientMessage.Subscribe());
        ServerMessage.Offer offer = watcher.outlet.last(ServerMessage.Offer.class);
        watcher.loseSocket();

        house.resume(watcher, watcher.participant.lastEventId());

        assertThat(watcher.outlet.all(ServerMessage.Offer.class)).containsExactly(offer);
        watcher.answerOffer();
        assertThat(house.plane.newestPeer().updates).hasSize(1);
    }

    @Test
    void whoeverIsAwayForMoreThanHalfAMinuteIsGone() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        watcher.loseSocket();

        house.pass(Duration.ofSeconds(31));

        assertThat(house.plane.newestPeer().closed).isTrue();
        assertThat(house.streams.calls).contains("gone v1 30");
        assertThatThrownBy(() -> house.resume(watcher, 0)).hasCauseInstanceOf(ResumeRefusedException.class);
    }

    @Test
    void aResumeThatMissedMoreThanIsKeptIsRefused() {
        RoomHarness small = new RoomHarness(new RoomLimits(
                10,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                2));
        RoomHarness.Client presenter = small.live();
        RoomHarness.Client watcher = small.watcher();
        long heard = watcher.participant.lastEventId();
        for (int i = 0; i < 3; i++) {
            presenter.say(new ClientMessage.TrackMuted("camera", i % 2 == 0));
        }
        watcher.loseSocket();

        assertThatThrownBy(() -> small.resume(watcher, heard)).hasCauseInstanceOf(ResumeRefusedException.class);
        assertThatThrownBy(() -> small.resume(watcher, Long.MAX_VALUE))
                .hasCauseInstanceOf(ResumeRefusedException.class);
        small.resume(watcher, watcher.participant.lastEventId());
        assertThat(watcher.outlet.last(ServerMessage.Registered.class).resumed())
                .isTrue();
    }

    @Test
    void aSecondSocketWithTheSameTokenClosesTheFirst() {
        RoomHarness.Client watcher = house.watcher();
        RecordingOutlet first = watcher.outlet;

        house.resume(watcher, 0);
        house.tell(new RoomMessage.Said(watcher.participant, first, new ClientMessage.Leave()));
        house.tell(new RoomMessage.SocketLost(watcher.participant, first));
        house.pass(Duration.ofSeconds(60));

        assertThat(first.closed).isEqualTo(CloseCode.REPLACED);
        assertThat(watcher.outlet.closed).isNull();
        assertThat(house.room.viewers()).isEqualTo(1);
    }

    @Test
    void anEndedStreamCutsEverybody() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watching();
        SessionParticipant player = house.whep(false);

        house.streams.end(RoomHarness.ROOM);
        house.deliver();

        for (RoomHarness.Client client : List.of(presenter, watcher)) {
            assertThat(client.outlet.last(ServerMessage.StreamState.class).state())
                    .isEqualTo("ended");
            assertThat(client.outlet.errors()).containsExactly(ErrorCode.CUT);
            assertThat(client.outlet.closed).isEqualTo(CloseCode.CUT);
        }
        assertThat(player.isOpen()).isFalse();
        assertThat(house.plane.peers).allMatch(peer -> peer.closed);
        assertThat(house.room.isIdle()).isTrue();
        house.pass(Duration.ofSeconds(60));
        assertThat(house.streams.calls).doesNotContain("stopped s1");
        house.live();
        assertThat(house.streams.calls.stream().filter("started s1"::equals)).hasSize(2);
    }

    @Test
    void anEndInASilenceStaysTheEndUntilTheStreamIsMadeReady() {
        house.live();
        house.stall("camera");
        house.stall("microphone");
        house.streams.end(RoomHarness.ROOM);
        house.deliver();
        RoomHarness.Client watcher = house.watcher();

        house.pass(Duration.ofSeconds(20));
        assertThat(house.streams.calls).doesNotContain("stopped s1");
        assertThat(watcher.outlet.last(ServerMessage.Registered.class).state()).isEqualTo("ended");
        house.streams.arm(RoomHarness.ROOM);
        house.deliver();

        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("offline");
    }

    @Test
    void aNewKeyCutsThePublisherByKeyAndNobodyElse() {
        SessionParticipant publisher = house.whip("obs-whip");
        RoomHarness.Client studio = house.presenter();
        RoomHarness.Client watcher = house.watcher();

        house.streams.rotateKey(RoomHarness.ROOM);
        house.deliver();

        assertThat(publisher.isOpen()).isFalse();
        assertThat(house.plane.peer(0).closed).isTrue();
        assertThat(studio.outlet.closed).isNull();
        assertThat(watcher.outlet.closed).isNull();
    }

    @Test
    void anEncoderByWhipIsAPresenterAndAStudioThatOnlyLooksOnStays() {
        RoomHarness.Client studio = house.presenter();
        RoomHarness.Client watcher = house.watcher();

        SessionParticipant publisher = house.whip("obs-whip");

        assertThat(publisher.answerSdp()).contains("a=recvonly");
        assertThat(publisher.id()).hasSize(22);
        assertThat(house.plane.calls).containsExactly("publish camera from peer0 1", "publish microphone from peer0 0");
        assertThat(studio.outlet.closed).isNull();
        assertThat(watcher.outlet.all(ServerMessage.ParticipantJoined.class)).hasSize(1);
        studio.publish("chromium-publish");
        assertThat(publisher.isOpen()).isFalse();
        assertThat(house.plane.calls).endsWith("publish camera from peer1 1", "publish microphone from peer1 0");
        house.whip("ffmpeg-whip");
        assertThat(studio.outlet.closed).isEqualTo(CloseCode.REPLACED);
    }

    @Test
    void anOfferByWhipThatCannotBeAnsweredReplacesNobody() {
        RoomHarness.Client studio = house.live();

        assertThatThrownBy(() -> house.whip("chromium-recvonly")).isInstanceOf(RoomHarness.Refused.class);

        assertThat(studio.outlet.closed).isNull();
        assertThat(house.plane.peers).hasSize(1);
    }

    @Test
    void aPlayerGetsTheCameraAndTheScreenWhereThereIsNoCamera() {
        RoomHarness.Client presenter = house.presenter();
        presenter.offer("chromium-publish", Source.SCREEN_AUDIO, Source.SCREEN);
        house.plane.calls.clear();

        SessionParticipant player = house.whep(false);
        assertThat(house.plane.calls)
                .containsExactlyInAnyOrder("subscribe peer1 1 to screen", "subscribe peer1 0 to screen-audio");
        house.plane.calls.clear();
        presenter.offer("chromium-publish", Source.MICROPHONE, Source.CAMERA);

        assertThat(house.plane.calls).contains("subscribe peer1 1 to camera", "subscribe peer1 0 to microphone");
        assertThat(player.answerSdp()).contains("a=sendonly");
        assertThat(house.room.viewers()).isEqualTo(1);
        player.close();
        house.deliver();
        assertThat(house.room.viewers()).isZero();
        assertThat(house.streams.calls).contains("viewer v1 s1 null whep", "gone v1 0");
    }

    @Test
    void sessionsEndWithTheirPeers() {
        SessionParticipant publisher = house.whip("obs-whip");
        SessionParticipant player = house.whep(false);
        boolean[] told = new boolean[1];
        player.onClosed(() -> told[0] = true);

        house.plane.peer(0).listener.closed(CloseReason.NEVER_CAME);
        house.plane.peer(1).listener.closed(CloseReason.EXPIRED);
        house.deliver();

        assertThat(publisher.isOpen()).isFalse();
        assertThat(player.isOpen()).isFalse();
        assertThat(told[0]).isTrue();
        assertThat(house.room.isIdle()).isTrue();
    }

    @Test
    void aLostPublishConnectionIsToldAndTheNextOfferGoesOn() {
        RoomHarness.Client presenter = house.live();
        house.plane.peer(0).listener.closed(CloseReason.EXPIRED);
        house.deliver();
        assertThat(presenter.outlet.last(ServerMessage.PeerState.class))
                .matches(state -> state.state().equals("closed") && "expired".equals(state.reason()));

        presenter.publish("chromium-publish");
        house.connect(house.plane.newestPeer());
        house.flow("camera", CodecType.VP8);
        house.pass(Duration.ofSeconds(60));

        assertThat(house.plane.peers).hasSize(2);
        assertThat(house.streams.calls).doesNotContain("stopped s1");
    }

    @Test
    void aPresenterWhoLeavesTakesTheTracksAlongAndOneWhoIsLostDoesNot() {
        RoomHarness.Client watcher = house.watcher();
        RoomHarness.Client first = house.live();
        house.plane.peer(0).listener.closed(CloseReason.LEFT);
        house.deliver();
        assertThat(watcher.outlet.all(ServerMessage.TrackUnpublished.class)).isEmpty();
        house.pass(Duration.ofSeconds(11));
        assertThat(watcher.outlet.all(ServerMessage.TrackUnpublished.class)).hasSize(2);
        assertThat(watcher.outlet.last(ServerMessage.StreamState.class).state()).isEqualTo("offline");

        first.publish("chromium-publish");
        first.say(new ClientMessage.Leave());

        assertThat(watcher.outlet.all(ServerMessage.TrackUnpublished.class)).hasSize(4);
        assertThat(watcher.outlet.last(ServerMessage.ParticipantLeft.class).reason())
                .isEqualTo("left");
        assertThat(first.outlet.closed).isEqualTo(CloseCode.NORMAL);
    }

    @Test
    void aClosedTabThatSaidGoodbyeToItsPeerIsGoneAtOnce() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        watcher.loseSocket();
        assertThat(house.room.viewers()).isEqualTo(1);

        house.plane.peer(1).listener.closed(CloseReason.LEFT);
        house.deliver();

        assertThat(house.room.viewers()).isZero();
    }

    @Test
    void viewersAreCountedAndToldAtMostOnceASecond() {
        RoomHarness.Client presenter = house.live();
        presenter.outlet.messages.clear();
        for (int i = 0; i < 50; i++) {
            house.watcher();
            house.pass(Duration.ofMillis(100));
        }

        house.pass(Duration.ofSeconds(2));

        List<ServerMessage.StreamState> states = presenter.outlet.all(ServerMessage.StreamState.class);
        assertThat(states.getLast().viewers()).isEqualTo(50);
        assertThat(states).hasSizeLessThanOrEqualTo(7);
        assertThat(presenter.outlet.all(ServerMessage.ParticipantJoined.class)).hasSize(50);
    }

    @Test
    void watchersHearOfPresentersAndNotOfEachOther() {
        RoomHarness.Client one = house.watcher();
        house.watcher().say(new ClientMessage.Leave());
        RoomHarness.Client presenter = house.presenter();

        assertThat(one.outlet.all(ServerMessage.ParticipantJoined.class))
                .extracting(joined -> joined.participant().name())
                .containsExactly("Ann");
        assertThat(one.outlet.all(ServerMessage.ParticipantLeft.class)).isEmpty();
        assertThat(presenter.outlet.last(ServerMessage.Registered.class).participants())
                .extracting(ServerMessage.ParticipantInfo::name)
                .containsExactly("guest");
    }

    @Test
    void aVisitIsRecordedWithTheSecondsInWhichMediaCame() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        house.pass(Duration.ofSeconds(5));
        house.stall("camera");
        house.stall("microphone");
        house.pass(Duration.ofSeconds(3));
        house.flow("camera", CodecType.VP8);
        house.pass(Duration.ofSeconds(2));
        watcher.say(new ClientMessage.Unsubscribe());
        house.pass(Duration.ofSeconds(30));

        watcher.say(new ClientMessage.Leave());

        assertThat(house.streams.calls).contains("viewer v1 s1 null webrtc", "gone v1 7");
    }

    @Test
    void aFullRoomRefusesWatchersAndLetsThePresenterIn() {
        RoomHarness small = new RoomHarness(RoomLimits.DEFAULT.withWatchers(1));
        small.watcher();

        assertThatThrownBy(small::watcher).cause().hasMessageContaining("no seat left");
        assertThatThrownBy(() -> small.whep(false)).cause().hasMessageContaining("no seat left");
        small.presenter();
    }

    @Test
    void aWatcherIsToldOfACodecThatItCannotDecode() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        house.flow("camera", CodecType.AV1);

        house.tell(new RoomMessage.Undecodable(
                house.plane.newestPeer(), new TrackId("camera"), new Codec(CodecType.AV1, "")));

        assertThat(watcher.outlet.last(ServerMessage.TrackUndecodable.class))
                .matches(it -> it.trackId().equals("camera") && it.codec().equals("AV1"));
        assertThat(watcher.outlet
                        .last(ServerMessage.TrackPublished.class)
                        .track()
                        .codec())
                .isEqualTo("AV1");
    }

    @Test
    void aStopClosesSocketsWithGoingAwayAndWritesEverythingDown() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watching();

        house.tell(new RoomMessage.Drain());
        assertThat(watcher.outlet.all(ServerMessage.Draining.class)).hasSize(1);
        house.tell(new RoomMessage.Stop());

        assertThat(presenter.outlet.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(watcher.outlet.closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(house.streams.calls).contains("gone v1 0", "stopped s1");
        assertThat(house.plane.calls).endsWith("close");
        assertThat(house.room.isOver()).isTrue();
    }

    @Test
    void aUserWhoIsSignedOutIsCut() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watcher();

        house.tell(new RoomMessage.CutLogin("login1"));

        assertThat(presenter.outlet.closed).isEqualTo(CloseCode.CUT);
        assertThat(watcher.outlet.closed).isNull();
    }

    @Test
    void eventsAreNumberedWithoutAGap() {
        RoomHarness.Client watcher = house.watcher();
        RoomHarness.Client presenter = house.live();
        presenter.say(new ClientMessage.TrackMuted("camera", true));
        presenter.say(new ClientMessage.Leave());
        house.pass(Duration.ofSeconds(15));

        List<Long> ids = watcher.outlet.all(ServerMessage.Event.class).stream()
                .map(ServerMessage.Event::eventId)
                .toList();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void whoStoppedWaitingIsNotLetIn() {
        CompletableFuture<SocketParticipant> reply = new CompletableFuture<>();
        reply.cancel(false);

        house.tell(new RoomMessage.Join(ClientRole.WATCHER, null, null, new RecordingOutlet(), reply));

        assertThat(house.room.isIdle()).isTrue();
    }

    @Test
    void aStreamThatBecomesPrivateKeepsThoseWhoAreInvitedAndItsPresenter() {
        RoomHarness.Client ann = house.live();
        RoomHarness.Client stranger = house.watching();
        RoomHarness.Client ida =
                house.join(ClientRole.WATCHER, new Principal("ida", "Ida", Set.of(Role.VIEWER), "login-ida"));
        RoomHarness.Client bob = house.join(ClientRole.WATCHER, RoomHarness.BOB);
        house.streams.edit(RoomHarness.ROOM, Visibility.PRIVATE, StreamDetails.NONE);
        house.deliver();

        assertThat(stranger.outlet.closed).isEqualTo(CloseCode.CUT);
        assertThat(ida.outlet.closed).isNull();
        assertThat(bob.outlet.closed).as("an administrator").isNull();
        assertThat(ann.outlet.closed).isNull();
    }

    @Test
    void aTipIsShownToEveryoneAndToThoseWhoComeBack() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watcher();
        house.tell(new RoomMessage.SocketLost(watcher.participant, watcher.outlet));
        long seen = watcher.outlet.last(ServerMessage.Registered.class).eventId();
        Tip tip = new Tip("tip1", RoomHarness.ROOM, null, null, "bob", "Bob", 50, "bravo", Instant.EPOCH, null);

        house.tell(new RoomMessage.Tipped(new TipGiven(tip, new TipGoal("A harpsichord", 100, 70))));
        house.resume(watcher, seen);

        for (RoomHarness.Client client : List.of(presenter, watcher)) {
            ServerMessage.Tip shown = client.outlet.last(ServerMessage.Tip.class);
            assertThat(shown.tipId()).isEqualTo("tip1");
            assertThat(shown.name()).isEqualTo("Bob");
            assertThat(shown.amount()).isEqualTo(50);
            assertThat(shown.message()).isEqualTo("bravo");
            assertThat(shown.goal()).isEqualTo(new ServerMessage.Goal("A harpsichord", 100, 70));
        }
    }

    @Test
    void everyoneIsToldWhatTheStreamCollectsFor() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watcher();

        house.tell(new RoomMessage.GoalChanged(new GoalChange(RoomHarness.ROOM, new TipGoal("A harpsichord", 100, 0))));
        for (RoomHarness.Client client : List.of(presenter, watcher)) {
            assertThat(client.outlet.last(ServerMessage.TipGoal.class).goal())
                    .isEqualTo(new ServerMessage.Goal("A harpsichord", 100, 0));
        }
        house.tell(new RoomMessage.GoalChanged(new GoalChange(RoomHarness.ROOM, null)));
        assertThat(watcher.outlet.last(ServerMessage.TipGoal.class).goal()).isNull();
    }
}
