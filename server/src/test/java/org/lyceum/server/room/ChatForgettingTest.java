package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ServerMessage;

/** What becomes of what someone said who deletes their account. */
class ChatForgettingTest {
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

    private void say(RoomHarness.Client who, String text) {
        who.say(new ClientMessage.Chat("r" + requests++, text, null));
    }

    @Test
    void whatADeletedPersonSaidLeavesOpenPagesAtOnce() {
        RoomHarness.Client dia = watcher(DIA);
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "one");
        say(dia, "two");
        say(cem, "three");
        house.pass(Duration.ofSeconds(1));

        house.tell(new RoomMessage.PersonForgotten("cem"));

        assertThat(dia.outlet.all(ServerMessage.ChatDeleted.class).stream().map(ServerMessage.ChatDeleted::messageId))
                .containsExactly(1L, 3L);
        assertThat(watcher(null).outlet.last(ServerMessage.ChatHistory.class).messages().stream()
                        .map(ServerMessage.ChatLine::text))
                .as("the same on coming later")
                .containsExactly("two");
    }

    @Test
    void whatADeletedPersonSaidAtTheLastMomentIsNotHeard() {
        house.slowDisk = true;
        RoomHarness.Client dia = watcher(DIA);
        RoomHarness.Client cem = watcher(CEM);
        house.writeDisk();
        say(cem, "being written");
        say(cem, "waiting");
        say(dia, "mine");

        house.tell(new RoomMessage.PersonForgotten("cem"));
        house.writeDisk();
        house.writeDisk();
        house.pass(Duration.ofSeconds(1));

        RoomHarness.Client late = watcher(null);
        assertThat(late.outlet.last(ServerMessage.ChatHistory.class).messages().stream()
                        .map(ServerMessage.ChatLine::text))
                .containsExactly("mine");
        assertThat(house.chats.written.getLast()).isEqualTo(new ChatWork.Forget("cem"));
    }

    @Test
    void aDiskThatCannotForgetIsAskedAgain() {
        RoomHarness.Client cem = watcher(CEM);
        say(cem, "one");
        house.pass(Duration.ofSeconds(1));
        house.chats.broken = true;
        house.tell(new RoomMessage.PersonForgotten("cem"));
        assertThat(cem.outlet.all(ServerMessage.ChatDeleted.class)).hasSize(1);
        assertThat(house.chats.written).doesNotContain(new ChatWork.Forget("cem"));

        house.chats.broken = false;
        house.pass(Duration.ofMinutes(1));

        assertThat(house.chats.written).contains(new ChatWork.Forget("cem"));
    }

    @Test
    void whatWaitsForAFullDiskIsForgottenBehindIt() {
        RoomHarness.Client cem = watcher(CEM);
        house.slowDisk = true;
        List<RoomHarness.Client> crowd = IntStream.range(0, ChatJournal.MOST_WAITING + 200)
                .mapToObj(i -> watcher(person("crowd" + i, "Crowd")))
                .toList();
        say(cem, "not to be kept");
        for (int i = 0; i < crowd.size(); i++) {
            if (i % 40 == 0) {
                house.pass(Duration.ofSeconds(1));
            }
            say(crowd.get(i), "noise");
        }

        house.tell(new RoomMessage.PersonForgotten("cem"));
        for (int i = 0; i < 8; i++) {
            house.writeDisk();
        }
        house.pass(Duration.ofSeconds(1));

        assertThat(house.chats.written.getLast()).isEqualTo(new ChatWork.Forget("cem"));
        assertThat(watcher(null).outlet.last(ServerMessage.ChatHistory.class).messages().stream()
                        .map(ServerMessage.ChatLine::text))
                .isNotEmpty()
                .doesNotContain("not to be kept");
    }
}
