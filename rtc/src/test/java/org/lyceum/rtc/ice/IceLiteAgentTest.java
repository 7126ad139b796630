package org.lyceum.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.sim.SimulatedNetwork.address;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** What a lite agent answers, and what it does not. */
class IceLiteAgentTest {
    private static final String PASSWORD = "passwordOfServer";
    private static final String CLIENT_PASSWORD = "passwordOfClient";
    private static final Path PATH = udp(address(9, 999));
    private static final Path OTHER = udp(address(10, 1010));
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SplittableRandom random = new SplittableRandom(77);
    private final IceLiteAgent agent = new IceLiteAgent(
            new TransportParameters(
                    "server", PASSWORD, "client", CLIENT_PASSWORD, DtlsRole.SERVER, new Fingerprint("sha-256", "00")),
            new SplittableRandom(78),
            0);

    /** What the agent asked last, and where. */
    private @Nullable StunMessage question;

    private @Nullable Path asked;

    @Test
    void aRightCheckIsAnsweredWithTheAddressItCameFrom() {
        StunMessage answer = answered(check(PASSWORD, writer -> writer), PATH, 1);

        assertThat(answer.messageClass()).isEqualTo(MessageClass.SUCCESS);
        assertThat(answer.xorMappedAddress()).isEqualTo(PATH.remote());
        assertThat(answer.verifyIntegrity(PASSWORD.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(answer.hasFingerprint()).isTrue();
        assertThat(agent.selected()).as("data need not wait for a nomination").isEqualTo(PATH);
    }

    @Test
    void aWrongPasswordGets401AndProvesNothing() {
        assertThat(answered(check("wrong", writer -> writer), PATH, 1).errorCode())
                .isEqualTo(401);
        assertThat(agent.knows(PATH)).isFalse();
        assertThat(agent.state()).isEqualTo(IceAgent.State.NEW);
    }

    @Test
    void anUnknownUserNameGetsNothing() {
        byte[] request = new StunWriter()
                .request(StunMessage.BINDING, transaction())
                .username("somebody:client")
                .messageIntegrity(PASSWORD.getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toByteArray();

        assertThat(answer(request, PATH, 1)).isNull();
    }

    @Test
    void aCheckWithoutIntegrityGets400() {
        byte[] request = new StunWriter()
                .request(StunMessage.BINDING, transaction())
                .username("server:client")
                .fingerprint()
                .toByteArray();

        assertThat(answered(request, PATH, 1).errorCode()).isEqualTo(400);
    }

    @Test
    void anotherControlledSideGets487() {
        StunMessage answer = answered(check(PASSWORD, writer -> writer.iceControlled(5)), PATH, 1);

        assertThat(answer.errorCode()).isEqualTo(487);
        assertThat(agent.state()).isEqualTo(IceAgent.State.NEW);
    }

    @Test
    void anAttributeThatMustBeUnderstoodAndIsNotGets420() {
        StunMessage answer = answered(check(PASSWORD, writer -> writer.attribute(0x7F01, new byte[4])), PATH, 1);

        assertThat(answer.errorCode()).isEqualTo(420);
        assertThat(answer.unknownAttributes()).containsExactly(0x7F01);
    }

    @Test
    void indicationsAndAnswersAreNotAnswered() {
        byte[] key = PASSWORD.getBytes(StandardCharsets.UTF_8);
        for (MessageClass other : List.of(MessageClass.INDICATION, MessageClass.SUCCESS, MessageClass.ERROR)) {
            byte[] message = new StunWriter()
                    .begin(other, StunMessage.BINDING, transaction())
                    .username("server:client")
                    .messageIntegrity(key)
                    .fingerprint()
                    .toByteArray();
            assertThat(answer(message, PATH, 1)).isNull();
        }
        assertThat(agent.state()).isEqualTo(IceAgent.State.NEW);
    }

    @Test
    void theNewestNominationWins() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 1);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 2);
        assertThat(agent.selected()).as("not before its question is answered").isEqualTo(PATH);
        answerQuestion(OTHER, CLIENT_PASSWORD, 3);
        assertThat(agent.selected()).isEqualTo(OTHER);

        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 4);
        answerQuestion(PATH, CLIENT_PASSWORD, 5);
        assertThat(agent.selected()).isEqualTo(PATH);
        question = null;
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 6);
        assertThat(question).as("it has answered a moment ago").isNull();
        assertThat(agent.selected()).isEqualTo(OTHER);
        assertThat(agent.knows(OTHER)).isTrue();
    }

    /** Who was there may have given the address up, and still knows how to write it on checks. */
    @Test
    void anAnswerOfHalfAMinuteAgoIsAskedForAgain() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 1);
        answerQuestion(OTHER, CLIENT_PASSWORD, 2);
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, SECOND);
        answerQuestion(PATH, CLIENT_PASSWORD, SECOND);
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 20 * SECOND);

        question = null;
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 31 * SECOND);
        assertThat(agent.selected()).isEqualTo(PATH);
        answerQuestion(OTHER, CLIENT_PASSWORD, 31 * SECOND + 1);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void whoHasSeenAQuestionCannotAnswerItHalfAMinuteLater() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 1);
        StunMessage seen = Objects.requireNonNull(question);
        restUntil(20 * SECOND);
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 20 * SECOND);
        question = null;
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 31 * SECOND);

        StunMessage second = Objects.requireNonNull(question);
        question = seen;
        answerQuestion(OTHER, CLIENT_PASSWORD, 31 * SECOND + 1);
        assertThat(agent.selected()).isEqualTo(PATH);
        question = second;
        answerQuestion(OTHER, CLIENT_PASSWORD, 31 * SECOND + 2);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void aPathThatStaysSelectedIsNotAskedAgain() {
        for (int i = 0; i < 20; i++) {
            answered(check(PASSWORD, StunWriter::useCandidate), PATH, i * (5 * SECOND));
        }
        assertThat(question).isNull();
        assertThat(agent.selected()).isEqualTo(PATH);
    }

    /** Somebody between sends copies of a check from many addresses, before it and after it. */
    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "1,1", "0,100", "14,0", "14,100"})
    void copiesOfACheckDoNotKeepMediaFromMoving(int before, int after) {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        byte[] nomination = check(PASSWORD, StunWriter::useCandidate);
        for (int port = 1; port <= before; port++) {
            answered(nomination, udp(address(50, port)), SECOND);
        }
        answered(nomination, OTHER, SECOND + 1);
        StunMessage ofOther = Objects.requireNonNull(question);
        assertThat(asked).isEqualTo(OTHER);
        for (int port = 1; port <= after; port++) {
            answered(nomination, udp(address(51, port)), SECOND + 2);
        }

        question = ofOther;
        answerQuestion(OTHER, CLIENT_PASSWORD, SECOND + 3);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void aLateCopyOverAPathThatIsKnownIsNoNewNomination() {
        byte[] first = check(PASSWORD, StunWriter::useCandidate);
        answered(first, PATH, 0);
        answered(first, udp(address(50, 1)), 1);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, SECOND);
        StunMessage ofOther = Objects.requireNonNull(question);
        answered(first, udp(address(50, 1)), 2 * SECOND);

        question = ofOther;
        answerQuestion(OTHER, CLIENT_PASSWORD, 2 * SECOND + 1);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void pathsThatAnsweredLongAgoLeaveTheirPlaceToOthers() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        for (int i = 1; i <= 100; i++) {
            Path next = udp(address(50, i));
            answered(check(PASSWORD, StunWriter::useCandidate), next, i * (10 * SECOND));
            answerQuestion(next, CLIENT_PASSWORD, i * (10 * SECOND) + 1);
            assertThat(agent.selected()).isEqualTo(next);
        }
        assertThat(agent.knows(PATH)).isFalse();
    }

    @Test
    void whoNeverAnswersIsCounted() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, SECOND);
        assertThat(agent.unanswered()).isZero();
        restUntil(5 * SECOND);
        assertThat(agent.unanswered()).isOne();
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 6 * SECOND);
        restUntil(10 * SECOND);
        assertThat(agent.unanswered()).isEqualTo(2);

        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 11 * SECOND);
        answerQuestion(OTHER, CLIENT_PASSWORD, 11 * SECOND + 1);
        restUntil(20 * SECOND);
        assertThat(agent.unanswered()).isEqualTo(2);
    }

    /** Lets questions run out until then. */
    private void restUntil(long end) {
        for (long now = agent.deadlineNanos(); now < end; now = agent.deadlineNanos()) {
            agent.onDeadline(now);
            agent.drain((bytes, offset, length, to) -> {});
        }
    }

    @Test
    void aCopiedNominationRedirectsNothingAndARepeatedOneIsAnswered() {
        byte[] first = check(PASSWORD, StunWriter::useCandidate);
        byte[] second = check(PASSWORD, StunWriter::useCandidate);
        answered(first, PATH, 0);
        answered(second, PATH, SECOND);

        assertThat(answer(second, OTHER, SECOND + 1)).isNull();
        assertThat(answer(first, OTHER, 2 * SECOND)).isNull();
        assertThat(agent.selected()).isEqualTo(PATH);
        assertThat(agent.knows(OTHER)).isFalse();
        assertThat(answered(second, PATH, 3 * SECOND).messageClass()).isEqualTo(MessageClass.SUCCESS);
    }

    @Test
    void aCopyThatIsFasterDoesNotKeepItsOriginalOut() {
        byte[] first = check(PASSWORD, StunWriter::useCandidate);
        answered(first, OTHER, 0);
        answered(first, PATH, 1);
        answerQuestion(PATH, CLIENT_PASSWORD, 2);
        assertThat(agent.selected()).isEqualTo(PATH);

        byte[] second = check(PASSWORD, StunWriter::useCandidate);
        answered(second, OTHER, SECOND);
        assertThat(agent.selected())
                .as("a copy sends nothing elsewhere, not for a moment")
                .isEqualTo(PATH);
        answered(second, PATH, SECOND + 1);
        assertThat(agent.selected()).isEqualTo(PATH);
    }

    @Test
    void aCheckWithoutNominationOnlyMovesMediaWhenTheSelectedPathIsSilent() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 1);
        answered(check(PASSWORD, writer -> writer), OTHER, SECOND);
        assertThat(agent.selected()).isEqualTo(PATH);

        answered(check(PASSWORD, writer -> writer), OTHER, 5 * SECOND);
        answerQuestion(OTHER, CLIENT_PASSWORD, 5 * SECOND + 1);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    /** Whoever watches knows the server's password, and can write any address on a check. */
    @Test
    void nobodyCanPointMediaAtAnAddressThatDoesNotAnswer() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        for (int i = 0; i < 100; i++) {
            long now = SECOND + i;
            answered(check(PASSWORD, StunWriter::useCandidate), OTHER, now);
            assertThat(asked).isEqualTo(OTHER);
            answerQuestion(PATH, CLIENT_PASSWORD, now); // from elsewhere
            answerQuestion(OTHER, PASSWORD, now); // by who does not know the client's password
            byte[] guess = answerTo(new StunWriter().request(StunMessage.BINDING, transaction()), CLIENT_PASSWORD);
            agent.receive(guess, 0, guess.length, OTHER, now); // by who has not seen the question
            assertThat(agent.selected()).isEqualTo(PATH);
        }
        answerQuestion(OTHER, CLIENT_PASSWORD, 2 * SECOND);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void anAnswerThatTakesLongerThanTheNextCheckStillCounts() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 1);
        StunMessage first = Objects.requireNonNull(question);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 2);
        question = first;
        answerQuestion(OTHER, CLIENT_PASSWORD, 3);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void aQuestionThatGetsLostIsAskedThreeTimesForEachCheck() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 1);
        int[] repeated = {0};
        for (long now = agent.deadlineNanos(); now < 29 * SECOND; now = agent.deadlineNanos()) {
            agent.onDeadline(now);
            agent.drain((bytes, offset, length, to) -> repeated[0]++);
        }
        assertThat(repeated[0]).isEqualTo(2);
        answerQuestion(OTHER, CLIENT_PASSWORD, 2 * SECOND);
        assertThat(agent.selected()).isEqualTo(OTHER);
    }

    @Test
    void anAnswerThatIsNotWantedAnyMoreMovesNothing() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 1);
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 2);
        answerQuestion(OTHER, CLIENT_PASSWORD, 3);
        assertThat(agent.selected()).isEqualTo(PATH);
    }

    @Test
    void aPathThatMediaCameOverIsSelectedWhenItAnswers() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        agent.suspect(OTHER, SECOND);
        assertThat(agent.knows(OTHER)).isFalse();
        agent.drain((bytes, offset, length, to) -> question = StunMessage.parse(bytes, offset, length));
        answerQuestion(OTHER, CLIENT_PASSWORD, SECOND + 1);
        assertThat(agent.selected()).as("a suspicion alone moves nothing").isEqualTo(PATH);
        agent.follow(OTHER, SECOND + 2);
        assertThat(agent.selected()).isEqualTo(OTHER);
        assertThat(agent.knows(OTHER)).isTrue();
    }

    @Test
    void mediaIsNoConsent() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        agent.follow(OTHER, 29 * SECOND);
        agent.onDeadline(30 * SECOND);

        assertThat(agent.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(agent.state()).isEqualTo(IceAgent.State.EXPIRED);
    }

    @Test
    void afterARestartTheOldCredentialsCountUntilTheNewOnesHaveBeenUsed() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 1);
        agent.restart("second", "secondPassword", "client2", "passwordOfClient2", 2);

        assertThat(answered(check(PASSWORD, StunWriter::useCandidate), OTHER, 3).messageClass())
                .isEqualTo(MessageClass.SUCCESS);
        assertThat(agent.selected()).as("an old nomination moves nothing").isEqualTo(PATH);

        answered(check("second", "secondPassword", writer -> writer), OTHER, 4);
        answerQuestion(OTHER, "passwordOfClient2", 5);
        assertThat(agent.selected()).isEqualTo(OTHER);
        assertThat(answer(check(PASSWORD, writer -> writer), PATH, 5)).isNull();
    }

    @Test
    void aRestartGivesTimeToComeBack() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 0);
        agent.restart("second", "secondPassword", "client2", "passwordOfClient2", 29 * SECOND);

        agent.onDeadline(31 * SECOND);
        assertThat(agent.state()).isEqualTo(IceAgent.State.CONNECTED);
    }

    @Test
    void manyPathsAndAFloodOfChecksCostLittle() {
        answered(check(PASSWORD, StunWriter::useCandidate), PATH, 1);
        byte[] request = check(PASSWORD, writer -> writer);
        for (int port = 1; port <= 5_000; port++) {
            agent.receive(request, 0, request.length, udp(address(50, port)), 2);
        }

        List<byte[]> answers = new ArrayList<>();
        agent.drain((bytes, offset, length, path) -> answers.add(bytes));
        assertThat(answers).hasSizeLessThanOrEqualTo(32);
        assertThat(agent.selected()).isEqualTo(PATH);
        assertThat(agent.knows(PATH)).isTrue();
        assertThat(agent.knows(udp(address(50, 1)))).isFalse();
    }

    @Test
    void mutatedChecksNeverThrowAndProveNothing() {
        byte[] valid = check(PASSWORD, StunWriter::useCandidate);
        int protectedLength = valid.length - 8; // FINGERPRINT, the last attribute, is not under MESSAGE-INTEGRITY
        for (int i = 0; i < 200_000; i++) {
            byte[] mutated =
                    Arrays.copyOf(valid, random.nextInt(10) == 0 ? random.nextInt(valid.length) : valid.length);
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes && mutated.length > 0; j++) {
                int at = random.nextInt(Math.min(mutated.length, protectedLength));
                mutated[at] ^= (byte) (1 + random.nextInt(255));
            }
            StunMessage answer = answer(mutated, PATH, 1);
            assertThat(answer == null || answer.messageClass() == MessageClass.ERROR)
                    .as("mutation %d", i)
                    .isTrue();
        }
        assertThat(agent.state()).isEqualTo(IceAgent.State.NEW);
    }

    private byte[] check(String password, UnaryOperator<StunWriter> more) {
        return check("server", password, more);
    }

    private byte[] check(String ufrag, String password, UnaryOperator<StunWriter> more) {
        StunWriter writer = new StunWriter()
                .request(StunMessage.BINDING, transaction())
                .username(ufrag + ":client")
                .priority(1);
        return more.apply(writer)
                .messageIntegrity(password.getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toByteArray();
    }

    /** The peer answers from this path what it was asked last. */
    private void answerQuestion(Path from, String password, long now) {
        byte[] answer = new StunWriter()
                .success(Objects.requireNonNull(question))
                .xorMappedAddress(from.remote())
                .messageIntegrity(password.getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toByteArray();
        agent.receive(answer, 0, answer.length, from, now);
    }

    private static byte[] answerTo(StunWriter request, String password) {
        byte[] bytes = request.fingerprint().toByteArray();
        return new StunWriter()
                .success(Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length)))
                .messageIntegrity(password.getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toByteArray();
    }

    private byte[] transaction() {
        byte[] id = new byte[StunMessage.TRANSACTION_ID_BYTES];
        random.nextBytes(id);
        return id;
    }

    private StunMessage answered(byte[] message, Path path, long now) {
        return Objects.requireNonNull(answer(message, path, now));
    }

    private @Nullable StunMessage answer(byte[] message, Path path, long now) {
        agent.receive(message, 0, message.length, path, now);
        List<StunMessage> answers = new ArrayList<>();
        agent.drain((bytes, offset, length, to) -> {
            StunMessage sent = Objects.requireNonNull(StunMessage.parse(bytes, offset, length));
            assertThat(to).isEqualTo(path);
            if (sent.messageClass() == MessageClass.REQUEST) {
                question = sent;
                asked = to;
            } else {
                answers.add(sent);
            }
        });
        assertThat(answers).hasSizeLessThanOrEqualTo(1);
        return answers.isEmpty() ? null : answers.getFirst();
    }
}
