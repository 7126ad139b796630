package org.lyceum.platform.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.Retention;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Visibility;

@ParameterizedClass
@EnumSource(Storage.class)
class ChatsTest {
    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private PlatformSettings settings;
    private Platform platform;
    private Chats chats;
    private String ada;
    private String stream;

    ChatsTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        settings = TestPlatforms.settings(storage, folder);
        reopen();
        ada = platform.accounts()
                .register("ada@example.org", "correct horse", "Ada")
                .account()
                .id();
        stream = newStream();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void reopen() {
        platform = Platform.open(settings, clock);
        chats = platform.chats();
    }

    private String newStream() {
        return platform.streams().create(ada, new NewStream("Title", "", Visibility.PUBLIC, 0)).stream()
                .id();
    }

    private static ChatWork.Say say(String author, String text, String request) {
        return new ChatWork.Say(author, "Name of " + author, Badge.MEMBER, text, request);
    }

    private List<ChatResult> apply(ChatWork... work) {
        return chats.apply(stream, Arrays.asList(work));
    }

    private List<String> texts() {
        return chats.open(stream).lines().stream().map(ChatLine::text).toList();
    }

    @Test
    void whatIsSaidIsNumberedInItsOrderAndOutlivesTheServer() {
        apply(say("bob", "one", "1"), say("cem", "two", "1"));
        clock.advance(Duration.ofSeconds(1));
        List<ChatResult> third = apply(say("bob", "three", "2"));

        platform.close();
        reopen();

        assertThat(chats.open(stream).lines()).extracting(ChatLine::number).containsExactly(1L, 2L, 3L);
        assertThat(texts()).containsExactly("one", "two", "three");
        assertThat(third)
                .containsExactly(new ChatResult.Said(
                        new ChatLine(3, "bob", "Name of bob", Badge.MEMBER, "three", clock.instant()), true));
        stream = newStream();
        assertThat(texts()).isEmpty();
        assertThat(apply(say("bob", "a chat of its own", "1")).getFirst())
                .extracting(result -> ((ChatResult.Said) result).line().number())
                .isEqualTo(1L);
    }

    @Test
    void whatAForgottenPersonSaidIsGoneAndDoesNotComeBack() {
        apply(say(ada, "one", "1"), say("bob", "two", "1"), say(ada, "three", "2"));
        chats.apply(newStream(), List.of(new ChatWork.Forget(ada)));
        assertThat(texts()).as("of another stream").hasSize(3);

        assertThat(apply(new ChatWork.Forget(ada), new ChatWork.Restore(3, "bob"), new ChatWork.Forget(ada)))
                .containsExactly(new ChatResult.Done(true), new ChatResult.Done(false), new ChatResult.Done(false));

        assertThat(texts()).containsExactly("two");
        assertThat(apply(say("bob", "four", "2")).getFirst())
                .as("numbers stay taken")
                .extracting(result -> ((ChatResult.Said) result).line().number())
                .isEqualTo(4L);
    }

    @Test
    void theSameRequestOfTheSameAuthorIsOneMessage() {
        ChatResult first = apply(say("bob", "hello", "r1")).getFirst();
        ChatResult again =
                apply(say("bob", "hello", "r1"), say("cem", "hello", "r1")).getFirst();

        assertThat(again).isEqualTo(new ChatResult.Said(((ChatResult.Said) first).line(), false));
        assertThat(texts()).containsExactly("hello", "hello");
    }

    @Test
    void onlyTheNewestAreKeptInMindAndInTheirOrder() {
        apply(IntStream.range(0, Chats.REMEMBERED + 5)
                .mapToObj(i -> say("bob", "m" + i, "r" + i))
                .toArray(ChatWork[]::new));

        assertThat(texts()).hasSize(Chats.REMEMBERED).startsWith("m5").endsWith("m" + (Chats.REMEMBERED + 4));
    }

    @Test
    void aDeletedMessageIsGoneUntilItIsRestored() {
        apply(say("bob", "one", "1"), say("bob", "two", "2"));

        assertThat(apply(new ChatWork.Delete(1, ada), new ChatWork.Delete(1, ada), new ChatWork.Delete(99, ada)))
                .containsExactly(new ChatResult.Done(true), new ChatResult.Done(false), new ChatResult.Done(false));
        assertThat(texts()).containsExactly("two");
        ChatResult restored = apply(new ChatWork.Restore(1, ada)).getFirst();

        assertThat(((ChatResult.Restored) restored).line().text()).isEqualTo("one");
        assertThat(apply(new ChatWork.Restore(1, ada))).containsExactly(new ChatResult.Done(false));
        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void restrictionsHoldUntilTheyAreOverOrLifted() {
        Restriction timeOut =
                new Restriction(Restriction.user("bob"), "Bob", clock.instant().plusSeconds(60));
        Restriction ban = new Restriction(Restriction.guest("192.0.2.7"), "Eve", null);
        apply(
                new ChatWork.Restrict(new Restriction(timeOut.subject(), "Bob", null), ada),
                new ChatWork.Restrict(timeOut, ada),
                new ChatWork.Restrict(ban, ada));
        assertThat(chats.open(stream).restrictions()).containsExactlyInAnyOrder(timeOut, ban);

        clock.advance(Duration.ofSeconds(60));
        assertThat(chats.open(stream).restrictions()).containsExactly(ban);
        assertThat(timeOut.holdsAt(clock.instant())).isFalse();
        assertThat(ban.holdsAt(clock.instant())).isTrue();

        assertThat(apply(new ChatWork.Pardon(ban.subject(), ada), new ChatWork.Pardon(ban.subject(), ada)))
                .containsExactly(new ChatResult.Done(true), new ChatResult.Done(false));
        assertThat(chats.open(stream).restrictions()).isEmpty();
    }

    @Test
    void moderatorsAreUsersOfThisHouse() {
        assertThat(apply(
                        new ChatWork.Appoint(ada, ada),
                        new ChatWork.Appoint(ada, ada),
                        new ChatWork.Appoint("nobody", ada)))
                .containsExactly(new ChatResult.Done(true), new ChatResult.Done(false), new ChatResult.Done(false));
        assertThat(chats.open(stream).moderators()).containsExactly(ada);

        apply(new ChatWork.Dismiss(ada, ada));
        assertThat(chats.open(stream).moderators()).isEmpty();
    }

    @Test
    void oneReportOfAPersonAndAMessageIsEnough() {
        apply(say("bob", "rude", "1"));

        assertThat(apply(
                        new ChatWork.Report(1, "cem", "rude"),
                        new ChatWork.Report(1, "cem", "very rude"),
                        new ChatWork.Report(1, "dia", "rude"),
                        new ChatWork.Report(7, "dia", "no such message")))
                .containsExactly(
                        new ChatResult.Done(true),
                        new ChatResult.Done(false),
                        new ChatResult.Done(true),
                        new ChatResult.Done(false));
    }

    @Test
    void whatLooksLikeSqlOrMarkupIsText() {
        String evil = "'; DROP TABLE chat_messages; -- <script>alert(1)</script> ${integer} :stream ?";
        apply(say("bob", evil, evil), say("cem", "still here", "1"));

        assertThat(texts()).containsExactly(evil, "still here");
    }

    @Test
    void oldMessagesAreForgotten() {
        apply(say("bob", "old", "1"), new ChatWork.Report(1, "cem", "rude"));
        clock.advance(Duration.ofDays(Retention.DEFAULT.chatDays()).minusSeconds(1));
        platform.tidy();
        assertThat(texts()).containsExactly("old");
        clock.advance(Duration.ofSeconds(2));
        apply(say("bob", "new", "2"));

        platform.tidy();

        assertThat(chats.open(stream).lines()).extracting(ChatLine::number).containsExactly(2L);
    }

    @Test
    void messagesAreKeptAsLongAsTheSettingsSayOrForEver() {
        apply(say("bob", "old", "1"));
        settings = settings.withRetention(new Retention(0, 1));
        platform.close();
        reopen();
        clock.advance(Duration.ofDays(1_000));
        platform.tidy();
        assertThat(texts()).containsExactly("old");

        settings = settings.withRetention(new Retention(1_000, 1));
        platform.close();
        reopen();
        clock.advance(Duration.ofSeconds(1));
        platform.tidy();
        assertThat(texts()).isEmpty();
    }
}
