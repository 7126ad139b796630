package org.lyceum.server.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.server.direct.DirectHarness.FAR;
import static org.lyceum.server.direct.DirectHarness.NEAR;
import static org.lyceum.server.direct.DirectHarness.refusal;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lyceum.server.direct.DirectHarness.Person;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ErrorCode;

/** Rooms with secrets, and their codes. */
class MadeRoomTest {
    private final DirectHarness house = new DirectHarness();

    @Test
    void aRoomThatWasMadeOpensToItsSecretsInTheirRole() {
        MadeRoom made = house.make();
        assertThat(refusal(house.sender(made.room()).entered())).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(refusal(house.enter(NEAR, ClientRole.SENDER, made.room(), made.receiverToken())
                        .entered()))
                .isEqualTo(ErrorCode.UNAUTHORIZED);

        Person sender = house.enter(FAR, ClientRole.SENDER, made.room(), made.senderToken());
        Person receiver = house.enter(FAR, ClientRole.RECEIVER, made.room(), made.receiverToken());

        assertThat(sender.client().welcome().token()).isEqualTo(made.senderToken());
        assertThat(receiver.client().welcome().token()).isEqualTo(made.receiverToken());
        assertThat(sender.place().room()).isSameAs(receiver.place().room());
    }

    @Test
    void aRoomThatWasMadeWaitsTenMinutesForSomebody() {
        MadeRoom made = house.make();
        house.pass(Duration.ofMinutes(9));
        Person sender = house.enter(FAR, ClientRole.SENDER, made.room(), made.senderToken());
        house.pass(Duration.ofMinutes(60));
        house.leaves(sender);
        house.pass(Duration.ofMinutes(9));
        Person again = house.enter(FAR, ClientRole.SENDER, made.room(), made.senderToken());
        assertThat(again.entered()).isCompleted();
        house.leaves(again);
        house.pass(Duration.ofMinutes(11));

        Person late = house.enter(FAR, ClientRole.SENDER, made.room(), made.senderToken());

        assertThat(refusal(late.entered())).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        assertThat(house.status().rooms()).isZero();
    }

    @Test
    void aCodeIsGoodOnceAndGivesWhatIsNeededToComeBack() {
        MadeRoom made = house.make();
        assertThat(made.code()).matches("\\d{4}-\\d{4}");

        Person sender = house.enter(FAR, ClientRole.SENDER, made.code(), null);

        assertThat(sender.client().welcome().room()).isEqualTo(made.room());
        assertThat(sender.client().welcome().token()).isEqualTo(made.senderToken());
        assertThat(refusal(
                        house.enter(FAR, ClientRole.RECEIVER, made.code(), null).entered()))
                .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void aCodeThatLetNobodyInIsStillGood() {
        MadeRoom made = house.make();
        Person sitting = house.enter(FAR, ClientRole.SENDER, made.room(), made.senderToken());
        Person second = house.enter(FAR, ClientRole.SENDER, made.code(), null);
        house.pass(Duration.ofSeconds(1));
        assertThat(refusal(second.entered())).isEqualTo(ErrorCode.SENDER_TAKEN);

        house.leaves(sitting);

        assertThat(house.enter(FAR, ClientRole.SENDER, made.code(), null).entered())
                .isCompleted();
    }

    @Test
    void aCodeIsGoodForTenMinutes() {
        MadeRoom made = house.make();
        house.enter(FAR, ClientRole.RECEIVER, made.room(), made.receiverToken());
        house.pass(Duration.ofMinutes(10).plusSeconds(1));

        assertThat(refusal(
                        house.enter(FAR, ClientRole.SENDER, made.code(), null).entered()))
                .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void fiveWrongTriesEndACode() {
        MadeRoom made = house.make();
        String wrong = made.code().substring(0, 5) + (made.code().endsWith("0000") ? "1111" : "0000");
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(house.enter(FAR, ClientRole.SENDER, wrong, null).entered()))
                    .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        }

        assertThat(refusal(
                        house.enter(NEAR, ClientRole.SENDER, made.code(), null).entered()))
                .isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        assertThat(house.counters.of(DirectCounter.WRONG_CODES)).isEqualTo(6);
    }

    @Test
    void whoTriesTooManyCodesHasToWait() {
        for (int i = 0; i < 20; i++) {
            house.enter(FAR, ClientRole.SENDER, "%04d-0000".formatted(i), null);
        }
        MadeRoom made = house.make();
        assertThat(refusal(
                        house.enter(FAR, ClientRole.SENDER, made.code(), null).entered()))
                .isEqualTo(ErrorCode.TOO_MANY_TRIES);
        assertThat(house.enter(NEAR, ClientRole.RECEIVER, made.code(), null).entered())
                .isCompleted();

        house.pass(Duration.ofMinutes(11));

        MadeRoom another = house.make();
        assertThat(house.enter(FAR, ClientRole.SENDER, another.code(), null).entered())
                .isCompleted();
    }
}
