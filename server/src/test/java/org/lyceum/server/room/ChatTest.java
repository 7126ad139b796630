package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Restriction;
import org.lyceum.platform.streams.StreamDetails;
import org.lyceum.server.protocol.ChatRefusal;
import org.lyceum.server.protocol.ChatStanding;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ModerationAction;
import org.lyceum.server.protocol.ServerMessage;

class ChatTest {
    /** Ann is the creator; BOB of the harness is an administrator. */
    private static final Principal CEM = person("cem", "Cem");

    private static final Principal DIA = person("dia", "Dia");

    private final RoomHarness house = new RoomHarness();
    private int requests;

    private static Principal person(String id, String name) {
        return new Principal(id, name, Set.of(Role.VIEWER), "login-" + id);
    }

    private RoomHarness.Client watcher(@Nullable Principal principal) {
        return house.join(ClientRole.WATCHER, principal);
    }

    private RoomHarness.Client guestFrom(String address) {
        return house.join(ClientRole.WATCHER, null, new RecordingOutlet(address));
    }

    private String say(RoomHarness.Client who, String text) {
        String request = "r" + requests++;
        who.say(new ClientMessage.Chat(request, text, null));
        return request;
    }

    private static void moderate(RoomHarness.Client who, ModerationAction action, long message) {
        who.say(new ClientMessage.Moderate(action, message, null));
    }

    private void rules(boolean guests, int slowSeconds) {
        house.streams.edit(RoomHarness.ROOM, new StreamDetails("", null, 0, guests, slowSeconds));
        house.deliver();
    }

    private static List<String> heard(RoomHarness.Client who) {
        return heard(who.outlet);
    }

    private static List<String> heard(RecordingOutlet outlet) {
        return outlet.all(ServerMessage.Chat.class).stream()
                .flatMap(chat -> chat.messages().stream())
                .map(ServerMessage.ChatLine::text)
                .toList();
    }

    private static List<ChatRefusal> refusals(RoomHarness.Client who) {
        return who.outlet.all(ServerMessage.ChatRefused.class).stream()
                .map(ServerMessage.ChatRefused::reason)
                .toList();
    }

    private static ServerMessage.ChatState state(RoomHarness.Client who) {
        return who.outlet.last(ServerMessage.ChatState.class);
    }

    @Test
    void whatSomeoneSaysIsHeardByAllWithItsRequestForItsAuthorAlone() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        RoomHarness.Client guest = watcher(null);

        String request = say(cem, "  <b>hello</b> https://example.org  ");

        ServerMessage.ChatLine heard =
                ann.outlet.last(ServerMessage.Chat.class).messages().getFirst();
        assertThat(heard)
                .isEqualTo(new ServerMessage.ChatLine(
                        1, "cem", "Cem", "member", "<b>hello</b> https://example.org", MemoryChats.SOMETIME, null));
        assertThat(heard(guest)).containsExactly(heard.text());
        assertThat(cem.outlet
                        .last(ServerMessage.Chat.class)
                        .messages()
                        .getFirst()
                        .requestId())
                .isEqualTo(request);
    }

    @Test
    void nobodyHearsAMessageBeforeItIsOnTheDisk() {
        house.slowDisk = true;
        RoomHarness.Client cem = watcher(CEM);
        house.writeDisk();

        say(cem, "one");
        say(cem, "two");
        say(cem, "three");
        assertThat(heard(cem)).isEmpty();
        assertThat(house.room.isIdle()).isFalse();
        house.writeDisk();
        house.writeDisk();
        house.pass(Duration.ofSeconds(1));

        assertThat(heard(cem)).containsExactly("one", "two", "three");
        assertThat(house.chats.batches).as("what came while one was written").containsExactly(1, 2);
    }

    @Test
    void aRoomWhoseLastMessageIsNotOnTheDiskYetStays() {
        house.slowDisk = true;
        RoomHarness.Client cem = watcher(CEM);
        house.writeDisk();
        say(cem, "goodbye");
        cem.say(new ClientMessage.Leave());

        assertThat(house.room.isIdle()).isFalse();
        house.writeDisk();

        assertThat(house.room.isIdle()).isTrue();
        assertThat(house.chats.written).hasSize(1);
    }

    @Test
    void whoComesInLearnsWhatWasSaidLastAndHowTheyStand() {
        RoomHarness.Client ann = house.presenter();
        for (int i = 0; i < 60; i++) {
            say(ann, "m" + i);
            house.pass(Duration.ofSeconds(1));
        }

        RoomHarness.Client cem = watcher(CEM);

        assertThat(cem.outlet.last(ServerMessage.ChatHistory.class).messages())
                .extracting(ServerMessage.ChatLine::text)
                .hasSize(50)
                .startsWith("m10")
                .endsWith("m59");
        assertThat(state(cem))
                .usingRecursiveComparison()
                .ignoringFields("eventId")
                .isEqualTo(new ServerMessage.ChatState(0, "cem", ChatStanding.OPEN, null, 0, false, false));
        assertThat(state(ann))
                .usingRecursiveComparison()
                .ignoringFields("eventId")
                .isEqualTo(new ServerMessage.ChatState(0, "ann", ChatStanding.OPEN, null, 0, true, true));
        assertThat(state(watcher(null)).standing()).isEqualTo(ChatStanding.SIGN_IN);
    }

    @Test
    void aLostSocketIsToldWhatItMissed() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        long seen = cem.participant.lastEventId();
        cem.loseSocket();
        say(ann, "meanwhile");
        moderate(ann, ModerationAction.DELETE, 1);

        house.resume(cem, seen);

        assertThat(heard(cem)).containsExactly("meanwhile");
        assertThat(cem.outlet.last(ServerMessage.ChatDeleted.class).messageId()).isEqualTo(1);
        assertThat(cem.outlet.all(ServerMessage.ChatHistory.class)).isEmpty();
    }

    @Test
    void whereTheDatabaseIsAwayTheAuthorIsToldAndTheRoomGoesOn() {
        RoomHarness.Client ann = house.live();
        RoomHarness.Client cem = watcher(CEM);
        rules(false, 30);
        house.chats.broken = true;

        String lost = say(cem, "lost");
        moderate(ann, ModerationAction.DELETE, 1);

        assertThat(cem.outlet.last(ServerMessage.ChatRefused.class).requestId()).isEqualTo(lost);
        assertThat(refusals(cem)).containsExactly(ChatRefusal.NOT_STORED);
        assertThat(ann.outlet.errors()).containsExactly(ErrorCode.NOT_STORED);
        assertThat(house.room.isFlowing()).isTrue();
        house.chats.broken = false;
        cem.say(new ClientMessage.Chat(lost, "lost", null));

        assertThat(heard(ann))
                .as("at once, slow mode or not: nothing was said before")
                .containsExactly("lost");
    }

    @Test
    void aChatThatCannotBeReadIsReadWhenTheDatabaseIsBack() {
        house.chats.broken = true;
        RoomHarness.Client cem = watcher(CEM);
        assertThat(cem.outlet.all(ServerMessage.ChatHistory.class)).isEmpty();
        say(cem, "too early");
        assertThat(refusals(cem)).containsExactly(ChatRefusal.NOT_STORED);

        house.chats.broken = false;
        house.pass(Duration.ofSeconds(3));

        assertThat(cem.outlet.all(ServerMessage.ChatHistory.class)).hasSize(1);
        say(cem, "now");
        assertThat(heard(cem)).containsExactly("now");
    }

    @Test
    void moreThanADatabaseThatDoesNotAnswerCanTakeIsRefusedAtOnce() {
        house.slowDisk = true;
        List<RoomHarness.Client> crowd = IntStream.range(0, 120)
                .mapToObj(i -> watcher(person("p" + i, "P" + i)))
                .toList();
        house.writeDisk();

        // 50 a second of all together, so that the journal fills within some seconds.
        for (int second = 0; second < 14; second++) {
            for (int i = 0; i < 50; i++) {
                say(crowd.get((second * 50 + i) % crowd.size()), "x");
            }
            house.pass(Duration.ofSeconds(1));
        }

        assertThat(crowd.stream().flatMap(client -> refusals(client).stream()).distinct())
                .containsExactly(ChatRefusal.NOT_STORED);
        house.writeDisk();
        while (!house.room.isIdle() && house.chats.written.size() < ChatJournal.MOST_WAITING) {
            house.writeDisk();
        }
        assertThat(house.chats.written.size()).isBetween(ChatJournal.MOST_WAITING, ChatJournal.MOST_WAITING + 200);
    }

    @Test
    void theSameRequestAgainIsHeardAgainByItsAuthorAtNoCost() {
        rules(false, 60);
        RoomHarness.Client cem = watcher(CEM);
        String request = say(cem, "once");

        cem.say(new ClientMessage.Chat(request, "once", null));

        assertThat(refusals(cem)).isEmpty();
    }

    @Test
    void guestsWriteWhereTheStreamSaysSoUnderANameThatIsNotTheCreators() {
        RoomHarness.Client guest = watcher(null);
        say(guest, "hello");
        assertThat(refusals(guest)).containsExactly(ChatRefusal.SIGN_IN);

        rules(true, 0);
        assertThat(state(guest).standing()).isEqualTo(ChatStanding.OPEN);
        guest.say(new ClientMessage.Chat("a", "I am Ann", " \uFF21nn\u200B "));
        guest.say(new ClientMessage.Chat("b", "hello", " "));
        guest.say(new ClientMessage.Chat("c", "hello", "Gus"));
        say(guest, "by the name given on coming in");

        assertThat(refusals(guest)).containsExactly(ChatRefusal.SIGN_IN, ChatRefusal.NAME, ChatRefusal.NAME);
        house.pass(Duration.ofSeconds(1));
        assertThat(guest.outlet.all(ServerMessage.Chat.class).stream().flatMap(chat -> chat.messages().stream()))
                .extracting(line -> line.name() + " " + line.badge())
                .containsExactly("Gus guest", "guest guest");
    }

    @Test
    void whatIsNoLineOfTextIsRefusedByName() {
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "   ");
        say(cem, "two\nlines");
        say(cem, "a".repeat(501));
        say(cem, "\u202Eevil");
        assertThat(refusals(cem)).containsOnly(ChatRefusal.TEXT).hasSize(4);

        say(cem, "\uD83D\uDE00".repeat(500));

        assertThat(refusals(cem)).hasSize(4);
    }

    @Test
    void whoTalksTooFastWaitsAndSlowModeIsForAllButThoseWhoKeepOrder() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        for (int i = 0; i < 6; i++) {
            say(cem, "fast");
        }
        assertThat(refusals(cem)).containsExactly(ChatRefusal.TOO_FAST);

        rules(false, 10);
        assertThat(state(cem).slowSeconds()).isEqualTo(10);
        assertThat(state(ann).slowSeconds()).isZero();
        house.pass(Duration.ofSeconds(10));
        say(cem, "one");
        house.pass(Duration.ofMillis(2500));
        say(cem, "two");
        assertThat(refusals(cem)).endsWith(ChatRefusal.SLOW_MODE);
        assertThat(cem.outlet.last(ServerMessage.ChatRefused.class).retryAfter())
                .isEqualTo(8);
        RoomHarness.Client again = watcher(CEM);
        say(again, "by another tab");
        assertThat(refusals(again)).containsExactly(ChatRefusal.SLOW_MODE);
        say(ann, "one");
        say(ann, "two");
        assertThat(refusals(ann)).isEmpty();
    }

    @Test
    void aDeletedMessageIsGoneForAllAndComesBackWhereItWas() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "rude");
        moderate(cem, ModerationAction.DELETE, 1);
        assertThat(cem.outlet.errors()).containsExactly(ErrorCode.FORBIDDEN);

        moderate(ann, ModerationAction.DELETE, 1);
        assertThat(cem.outlet.last(ServerMessage.ChatDeleted.class).messageId()).isEqualTo(1);
        assertThat(watcher(DIA).outlet.last(ServerMessage.ChatHistory.class).messages())
                .isEmpty();
        moderate(ann, ModerationAction.RESTORE, 1);

        assertThat(heard(cem)).containsExactly("rude", "rude");
        assertThat(watcher(DIA).outlet.last(ServerMessage.ChatHistory.class).messages())
                .hasSize(1);
    }

    @Test
    void aTimeOutEndsByItselfAndABanByAPardon() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "rude");
        ann.say(new ClientMessage.Moderate(ModerationAction.TIME_OUT, 1, 60));
        assertThat(state(cem).standing()).isEqualTo(ChatStanding.TIMED_OUT);
        assertThat(state(cem).seconds()).isEqualTo(60);
        say(cem, "but");
        assertThat(refusals(cem)).containsExactly(ChatRefusal.TIMED_OUT);
        assertThat(state(watcher(CEM)).standing())
                .as("another tab, or after a reload")
                .isEqualTo(ChatStanding.TIMED_OUT);

        house.pass(Duration.ofSeconds(61));
        assertThat(state(cem).standing()).isEqualTo(ChatStanding.OPEN);

        moderate(ann, ModerationAction.BAN, 1);
        assertThat(state(cem).standing()).isEqualTo(ChatStanding.BANNED);
        say(cem, "but");
        assertThat(refusals(cem)).endsWith(ChatRefusal.BANNED);
        moderate(ann, ModerationAction.PARDON, 1);
        assertThat(state(cem).standing()).isEqualTo(ChatStanding.OPEN);
    }

    @Test
    void aModeratorDoesNotPardonThemselves() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "rude");
        moderate(ann, ModerationAction.APPOINT, 1);
        moderate(ann, ModerationAction.BAN, 1);

        moderate(cem, ModerationAction.PARDON, 1);

        assertThat(state(cem).standing()).isEqualTo(ChatStanding.BANNED);
    }

    @Test
    void aClassBehindOneAddressSpeaksAsIfEachHadTheirOwn() {
        rules(true, 10);
        List<RoomHarness.Client> pupils =
                Stream.generate(() -> guestFrom("192.0.2.7")).limit(20).toList();
        pupils.forEach(pupil -> say(pupil, "hello"));
        house.pass(Duration.ofSeconds(1));
        assertThat(pupils).allSatisfy(pupil -> assertThat(refusals(pupil)).isEmpty());
        assertThat(heard(pupils.getFirst())).hasSize(20);

        say(pupils.getFirst(), "again");
        assertThat(refusals(pupils.getFirst())).containsExactly(ChatRefusal.SLOW_MODE);
    }

    @Test
    void manySocketsOfOneAddressHaveWhatTwentyPeopleHave() {
        rules(true, 10);
        List<RoomHarness.Client> sockets =
                Stream.generate(() -> guestFrom("192.0.2.7")).limit(40).toList();
        sockets.forEach(socket -> say(socket, "buy this"));
        RoomHarness.Client elsewhere = guestFrom("192.0.2.8");
        say(elsewhere, "hello");
        house.pass(Duration.ofSeconds(1));

        assertThat(heard(sockets.getFirst())).hasSize(21).contains("hello");
        assertThat(refusals(sockets.getLast())).containsExactly(ChatRefusal.SLOW_MODE);
        say(sockets.getLast(), "and this");
        assertThat(refusals(sockets.getLast()))
                .as("its own turn was given back: it is the address that is slow for half a second")
                .hasSize(1);
    }

    @Test
    void aGuestIsKnownByTheAddressForADay() {
        rules(true, 0);
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client guest = guestFrom("192.0.2.7");
        say(guest, "rude");

        moderate(ann, ModerationAction.BAN, 1);

        assertThat(state(guest).standing()).isEqualTo(ChatStanding.TIMED_OUT);
        assertThat(state(guestFrom("192.0.2.7")).standing()).isEqualTo(ChatStanding.TIMED_OUT);
        assertThat(state(guestFrom("192.0.2.8")).standing()).isEqualTo(ChatStanding.OPEN);
        assertThat(state(house.join(ClientRole.WATCHER, CEM, new RecordingOutlet("192.0.2.7")))
                        .standing())
                .isEqualTo(ChatStanding.OPEN);
        assertThat(house.chats.written)
                .contains(new ChatWork.Restrict(
                        new Restriction(
                                Restriction.guest("192.0.2.7"), "guest", MemoryChats.SOMETIME.plus(Duration.ofDays(1))),
                        "ann"));
    }

    @Test
    void theCreatorChoosesWhoKeepsOrderAndTheyCannotTurnOnEachOther() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        RoomHarness.Client dia = watcher(DIA);
        say(cem, "1");
        say(dia, "2");
        say(ann, "3");
        moderate(cem, ModerationAction.BAN, 2);
        assertThat(cem.outlet.errors()).containsExactly(ErrorCode.FORBIDDEN);

        moderate(ann, ModerationAction.APPOINT, 1);
        assertThat(state(cem).moderator()).isTrue();
        assertThat(state(cem).appoints()).isFalse();
        moderate(cem, ModerationAction.APPOINT, 2);
        moderate(cem, ModerationAction.BAN, 3);
        moderate(cem, ModerationAction.BAN, 1);
        assertThat(cem.outlet.errors()).hasSize(4).containsOnly(ErrorCode.FORBIDDEN);
        moderate(ann, ModerationAction.APPOINT, 2);
        moderate(cem, ModerationAction.BAN, 2);
        assertThat(cem.outlet.errors()).hasSize(5).containsOnly(ErrorCode.FORBIDDEN);
        moderate(ann, ModerationAction.DISMISS, 2);
        moderate(cem, ModerationAction.BAN, 2);

        assertThat(state(dia).standing()).isEqualTo(ChatStanding.BANNED);
        say(cem, "as a moderator");
        house.pass(Duration.ofSeconds(1));
        assertThat(dia.outlet
                        .last(ServerMessage.Chat.class)
                        .messages()
                        .getLast()
                        .badge())
                .isEqualTo("moderator");
        RoomHarness.Client bob = watcher(RoomHarness.BOB);
        assertThat(state(bob).appoints()).as("an administrator").isTrue();
    }

    @Test
    void whatIsReportedIsToldToThoseWhoKeepOrderAndToWhoeverReportedIt() {
        RoomHarness.Client ann = house.presenter();
        RoomHarness.Client cem = watcher(CEM);
        RoomHarness.Client dia = watcher(DIA);
        say(cem, "rude");
        dia.say(new ClientMessage.Report(1, "this is rude"));
        dia.say(new ClientMessage.Report(9, null));

        assertThat(ann.outlet.last(ServerMessage.ChatReported.class).reason()).isEqualTo("this is rude");
        assertThat(dia.outlet.last(ServerMessage.ChatReported.class).messageId())
                .isEqualTo(1);
        assertThat(dia.outlet.errors()).containsExactly(ErrorCode.UNKNOWN_MESSAGE);
        assertThat(cem.outlet.all(ServerMessage.ChatReported.class)).isEmpty();
    }

    /** A thousand sockets hear twenty messages a second as ten events, all of them and in order. */
    @Test
    void aThousandHearABusyChatInTenEventsASecond() {
        List<RecordingOutlet> outlets = new ArrayList<>();
        List<RoomHarness.Client> speakers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            RecordingOutlet outlet = new RecordingOutlet();
            RoomHarness.Client client = house.join(ClientRole.WATCHER, person("p" + i, "P" + i), outlet);
            outlets.add(outlet);
            speakers.add(client);
        }
        List<String> said = new ArrayList<>();
        for (int message = 0; message < 200; message++) {
            say(speakers.get(message * 7 % speakers.size()), "m" + message);
            said.add("m" + message);
            if (message % 2 == 1) {
                house.pass(Duration.ofMillis(100));
            }
        }
        house.pass(Duration.ofMillis(200));

        assertThat(outlets).allSatisfy(outlet -> {
            assertThat(heard(outlet)).isEqualTo(said);
            assertThat(outlet.all(ServerMessage.Chat.class).size()).isLessThanOrEqualTo(102);
        });
    }
}
