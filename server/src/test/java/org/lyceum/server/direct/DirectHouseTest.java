package org.lyceum.server.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.server.direct.DirectHarness.FAR;
import static org.lyceum.server.direct.DirectHarness.NEAR;
import static org.lyceum.server.direct.DirectHarness.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.server.direct.DirectHarness.Person;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.DirectMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.ServerMessage.Direct;
import org.lyceum.server.room.ResumeRefusedException;

class DirectHouseTest {
    private static final DirectMessage OFFER = new DirectMessage.Offer("v=0 offer", null);
    private static final DirectMessage ANSWER = new DirectMessage.Answer("v=0 answer");
    private static final ClientMessage.Candidate CANDIDATE = new ClientMessage.Candidate("candidate:1", "0", 0, null);

    private final DirectHarness house = new DirectHarness();

    @Test
    void eachSideIsToldThatTheOtherIsThere() {
        Person sender = house.sender(null);
        assertThat(sender.client().news()).hasExactlyElementsOfTypes(Direct.Registered.class);

        Person receiver = house.receiver(null);

        String id = receiver.id();
        assertThat(sender.client().news()).containsExactly(new Direct.PeerConnected(ClientRole.RECEIVER, id, false));
        assertThat(receiver.client().welcome().receiverId()).isEqualTo(id);
        assertThat(receiver.client().news()).last().isEqualTo(new Direct.PeerConnected(ClientRole.SENDER, id, false));
    }

    @Test
    void descriptionsAndCandidatesGoFromOneToTheOther() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        sender.client().news();
        receiver.client().news();

        house.says(sender, OFFER);
        house.says(sender, new DirectMessage.IceCandidate(CANDIDATE, null));
        house.says(receiver, ANSWER);
        house.says(receiver, new DirectMessage.IceCandidate(null, null));

        assertThat(receiver.client().news())
                .containsExactly(
                        new Direct.Offer("v=0 offer", receiver.id()),
                        new Direct.IceCandidate(CANDIDATE, receiver.id()));
        assertThat(sender.client().news())
                .containsExactly(
                        new Direct.Answer("v=0 answer", receiver.id()), new Direct.IceCandidate(null, receiver.id()));
        assertThat(house.counters.of(DirectCounter.RELAYED)).isEqualTo(4);
    }

    @Test
    void eachReceiverIsAPairOfItsOwnAndTheFirstIsMeantWhereNoneIsNamed() {
        Person first = house.receiver("kitchen");
        Person sender = house.sender("kitchen");
        Person second = house.receiver("kitchen");
        first.client().news();
        second.client().news();

        house.says(sender, new DirectMessage.Offer("two", second.id()));
        house.says(sender, new DirectMessage.Offer("one", null));
        house.says(second, new DirectMessage.Answer("of two"));

        assertThat(first.client().news()).containsExactly(new Direct.Offer("one", first.id()));
        assertThat(second.client().news()).containsExactly(new Direct.Offer("two", second.id()));
        assertThat(sender.client().news()).last().isEqualTo(new Direct.Answer("of two", second.id()));

        house.leaves(first);
        house.says(sender, OFFER);

        assertThat(second.client().news()).containsExactly(new Direct.Offer("v=0 offer", second.id()));
    }

    @Test
    void onlySendersOfferAndOnlyReceiversAnswer() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        sender.client().news();
        receiver.client().news();

        house.says(sender, ANSWER);
        house.says(receiver, OFFER);

        assertThat(sender.client().errors()).containsExactly(ErrorCode.WRONG_ROLE);
        assertThat(receiver.client().errors()).containsExactly(ErrorCode.WRONG_ROLE);
        assertThat(house.counters.of(DirectCounter.RELAYED)).isZero();
        assertThat(house.counters.of(DirectCounter.REFUSED)).isEqualTo(2);
    }

    @Test
    void whoSpeaksToNobodyIsTold() {
        Person sender = house.sender(null);
        house.says(sender, OFFER);
        house.says(sender, new DirectMessage.Offer("v=0", "nobody"));
        assertThat(sender.client().errors()).containsExactly(ErrorCode.NO_PEER, ErrorCode.NO_PEER);
        Person receiver = house.receiver("elsewhere");
        house.says(receiver, ANSWER);
        assertThat(receiver.client().errors()).containsExactly(ErrorCode.NO_PEER);

        house.says(sender, new DirectMessage.IceCandidate(CANDIDATE, "nobody"));
        house.says(receiver, new DirectMessage.IceCandidate(CANDIDATE, null));

        assertThat(sender.client().errors()).hasSize(2);
        assertThat(receiver.client().errors()).hasSize(1);
        assertThat(house.counters.of(DirectCounter.UNDELIVERED)).isEqualTo(2);
    }

    @Test
    void whoLeavesIsMissedAtOnce() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        sender.client().news();
        receiver.client().news();

        house.leaves(receiver);
        assertThat(sender.client().news())
                .containsExactly(new Direct.PeerDisconnected(ClientRole.RECEIVER, receiver.id(), false));
        Person next = house.receiver(null);
        next.client().news();
        house.says(sender, new DirectMessage.Leave());

        assertThat(sender.client().closed).isEqualTo(CloseCode.NORMAL);
        assertThat(next.client().news())
                .containsExactly(new Direct.PeerDisconnected(ClientRole.SENDER, next.id(), false));
    }

    @Test
    void aPingIsAnswered() {
        Person sender = house.sender(null);
        house.says(sender, new DirectMessage.Ping());

        assertThat(sender.client().news()).last().isEqualTo(new ServerMessage.Pong());
    }

    @Test
    void aSecondSenderIsRefusedWhileTheFirstAnswersItsPing() {
        Person first = house.sender(null);

        Person second = house.sender(null);
        assertThat(second.entered()).isNotDone();
        assertThat(first.client().pings).isEqualTo(1);
        house.pass(Duration.ofMillis(100));

        assertThat(refusal(second.entered())).isEqualTo(ErrorCode.SENDER_TAKEN);
        assertThat(first.client().closed).isNull();
    }

    @Test
    void aSenderThatFailsAPingForTwoSecondsIsReplaced() {
        Person receiver = house.receiver(null);
        Person first = house.sender(null);
        first.client().lives = false;
        Person second = house.sender(null);
        receiver.client().news();

        house.pass(Duration.ofMillis(1_900));
        assertThat(second.entered()).isNotDone();
        house.pass(Duration.ofMillis(200));

        assertThat(second.entered()).isCompleted();
        assertThat(first.client().closed).isEqualTo(CloseCode.REPLACED);
        assertThat(first.client().errors()).containsExactly(ErrorCode.REPLACED);
        assertThat(receiver.client().news())
                .containsExactly(
                        new Direct.PeerDisconnected(ClientRole.SENDER, receiver.id(), false),
                        new Direct.PeerConnected(ClientRole.SENDER, receiver.id(), false));
        assertThat(house.counters.of(DirectCounter.REPLACED)).isEqualTo(1);
    }

    @Test
    void ofTwoWhoWaitForASilentSenderOneComesIn() {
        Person first = house.sender(null);
        first.client().lives = false;
        Person second = house.sender(null);
        Person third = house.sender(null);

        house.pass(Duration.ofSeconds(3));

        assertThat(second.entered()).isCompleted();
        assertThat(refusal(third.entered())).isEqualTo(ErrorCode.SENDER_TAKEN);
    }

    @Test
    void whoStopsWaitingForAPlaceIsForgotten() {
        Person first = house.sender(null);
        first.client().lives = false;
        Person second = house.sender(null);
        second.entered().cancel(false);

        house.pass(Duration.ofSeconds(3));

        assertThat(first.client().closed).isNull();
        assertThat(house.status().senders()).isEqualTo(1);
    }

    @Test
    void aSenderWhoseSocketIsLostIsReplacedWithoutAPing() {
        Person first = house.sender(null);
        house.vanishes(first);

        Person second = house.sender(null);

        assertThat(second.entered()).isCompleted();
        assertThat(first.client().pings).isZero();
    }

    @Test
    void whoComesBackInTimeHasTheSamePlace() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        String token = sender.client().welcome().resumeToken();
        receiver.client().news();
        house.vanishes(sender);
        assertThat(receiver.client().news())
                .containsExactly(new Direct.PeerDisconnected(ClientRole.SENDER, receiver.id(), true));
        house.pass(Duration.ofSeconds(29));

        Person back = house.resume(ClientRole.SENDER, null, token);

        assertThat(back.id()).isEqualTo(sender.id());
        assertThat(back.client().welcome().resumed()).isTrue();
        assertThat(receiver.client().news())
                .containsExactly(new Direct.PeerConnected(ClientRole.SENDER, receiver.id(), true));
        house.pass(Duration.ofMinutes(1));
        house.says(back, OFFER);
        assertThat(receiver.client().news()).hasExactlyElementsOfTypes(Direct.Offer.class);
        house.says(sender, OFFER);
        house.vanishes(sender);
        assertThat(receiver.client().news()).isEmpty();
    }

    @Test
    void aReceiverThatComesBackToAnotherSenderBeginsAnew() {
        Person first = house.sender(null);
        Person receiver = house.receiver(null);
        String token = receiver.client().welcome().resumeToken();
        house.vanishes(receiver);
        house.leaves(first);
        Person second = house.sender(null);
        second.client().news();

        house.resume(ClientRole.RECEIVER, null, token);

        assertThat(second.client().news())
                .containsExactly(new Direct.PeerConnected(ClientRole.RECEIVER, receiver.id(), false));
    }

    @Test
    void afterHalfAMinuteThePlaceIsGone() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        house.vanishes(sender);
        house.pass(Duration.ofSeconds(31));

        Person late =
                house.resume(ClientRole.SENDER, null, sender.client().welcome().resumeToken());

        assertThat(late.entered()).isCompletedExceptionally();
        assertThat(catchCause(late.entered())).isInstanceOf(ResumeRefusedException.class);
        assertThat(house.status().senders()).isZero();
        house.leaves(receiver);
        assertThat(house.status()).isEqualTo(DirectStatus.NONE);
    }

    @Test
    void aResumeTokenIsGoodForItsRoleAlone() {
        Person sender = house.sender(null);

        Person thief = house.resume(
                ClientRole.RECEIVER, null, sender.client().welcome().resumeToken());

        assertThat(catchCause(thief.entered())).isInstanceOf(ResumeRefusedException.class);
    }

    @Test
    void whoeverResumesGetsRelaysAndTheOldSocketIsClosed() {
        Person sender = house.sender(null);

        Person back =
                house.resume(ClientRole.SENDER, null, sender.client().welcome().resumeToken());

        assertThat(sender.client().closed).isEqualTo(CloseCode.REPLACED);
        assertThat(back.client().welcome().turnConfig().iceServers())
                .singleElement()
                .extracting(ServerMessage.IceServer::username, InstanceOfAssertFactories.STRING)
                .endsWith(":" + sender.id());
    }

    @Test
    void theDefaultRoomIsForThoseWhoAreNear() {
        assertThat(refusal(house.enter(FAR, ClientRole.SENDER, null, null).entered()))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(house.enter(FAR, ClientRole.SENDER, "default", null).entered()))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(enterSignedIn("default").entered())).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(house.sender(null).place().room())
                .isSameAs(house.receiver("default").place().room());
    }

    @Test
    void otherRoomsAreForThoseWhoAreNearOrHaveAnAccount() {
        assertThat(refusal(house.enter(FAR, ClientRole.SENDER, "kitchen", null).entered()))
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(refusal(house.enter(NEAR, ClientRole.SENDER, "kitchen", "forged")
                        .entered()))
                .isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(enterSignedIn("kitchen").entered()).isCompleted();
        assertThat(house.receiver("kitchen").entered()).isCompleted();
    }

    @Test
    void whatCameByALoginEndsWithIt() {
        Person sender = enterSignedIn("kitchen");
        Person receiver = house.receiver("kitchen");
        receiver.client().news();

        house.handle(new DirectCommand.CutLogin("another login"));
        assertThat(sender.client().closed).isNull();
        house.handle(new DirectCommand.CutLogin("login"));

        assertThat(sender.client().closed).isEqualTo(CloseCode.CUT);
        assertThat(sender.client().errors()).containsExactly(ErrorCode.CUT);
        assertThat(receiver.client().news())
                .containsExactly(new Direct.PeerDisconnected(ClientRole.SENDER, receiver.id(), false));
    }

    @Test
    void anAddressOpensOnlySoManyRoomsAndARoomHasOnlySoManyReceivers() {
        DirectLimits few = new DirectLimits(
                10,
                2,
                1,
                1,
                Duration.ofMinutes(10),
                5,
                20,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10));
        DirectHarness small = new DirectHarness(few);
        small.make();
        CompletableFuture<MadeRoom> secondCode = new CompletableFuture<>();
        small.handle(new DirectCommand.Make("192.168.1.7", secondCode));
        assertThat(refusal(secondCode)).isEqualTo(ErrorCode.SERVER_FULL);
        Person receiver = small.receiver("a");
        assertThat(refusal(small.receiver("a").entered())).isEqualTo(ErrorCode.ROOM_FULL);
        assertThat(refusal(small.receiver("b").entered())).isEqualTo(ErrorCode.SERVER_FULL);

        small.leaves(receiver);

        assertThat(small.receiver("b").entered()).isCompleted();
    }

    @Test
    void theStatusSaysHowFarEachPairIs() {
        Person sender = house.sender(null);
        Person receiver = house.receiver(null);
        assertThat(house.status().defaultRoom().receivers())
                .containsExactly(new DirectStatus.ReceiverStatus(receiver.id(), false, PairState.WAITING));
        house.says(sender, OFFER);
        assertThat(house.status().offered()).isEqualTo(1);
        house.says(receiver, ANSWER);
        house.vanishes(sender);

        DirectStatus status = house.status();

        assertThat(status.answered()).isEqualTo(1);
        assertThat(status.defaultRoom().sender()).isEqualTo("away");
        assertThat(status.rooms()).isEqualTo(1);
    }

    @Test
    void aServerThatStopsSaysSoAndTakesNobodyIn() {
        Person sender = house.sender(null);
        house.handle(new DirectCommand.Drain());
        assertThat(sender.client().news()).last().isEqualTo(new ServerMessage.Draining());
        assertThat(refusal(house.receiver(null).entered())).isEqualTo(ErrorCode.DRAINING);
        house.says(sender, new DirectMessage.Ping());
        assertThat(sender.client().news()).containsExactly(new ServerMessage.Pong());

        house.house.close();

        assertThat(sender.client().closed).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(house.status()).isEqualTo(DirectStatus.NONE);
    }

    private Person enterSignedIn(String room) {
        Principal ann = new Principal("u1", "Ann", Set.of(), "login");
        return house.enter(FAR, ann, new ClientMessage.Register(ClientRole.SENDER, room, "a token", null, null, null));
    }

    private static Throwable catchCause(CompletableFuture<?> reply) {
        try {
            throw new AssertionError(List.of(Objects.requireNonNull(reply.join())));
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
