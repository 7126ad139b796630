package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.turn.TurnScript.ALLOCATE;
import static org.lyceum.turn.TurnScript.REFRESH;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

class AuthenticationTest {
    private final VirtualTurn turn = new VirtualTurn();
    private final Client anna = turn.client("192.0.2.1", 1000);

    @Test
    void whoHasNoCredentialsLearnsRealmAndNonce() {
        StunMessage refusal = Objects.requireNonNull(anna.exchange(anna.script.request(ALLOCATE, TurnScript::udp)));
        assertThat(refusal.errorCode()).isEqualTo(401);
        assertThat(refusal.text(Attributes.REALM)).isEqualTo("lyceum");
        assertThat(refusal.text(Attributes.NONCE)).isNotNull();
        assertThat(refusal.hasIntegrity()).isFalse();
        assertThat(turn.count(TurnCounter.CHALLENGED)).isEqualTo(1);
        assertThat(turn.house.allocations()).isZero();
    }

    @Test
    void aWrongPasswordIsRefusedAndTellsNothingMore() {
        Client mallory = clientWith("192.0.2.66", turn.seconds() + 60 + ":somebody", "guessed");
        StunMessage refusal = mallory.allocate();
        assertThat(refusal.errorCode()).isEqualTo(401);
        assertThat(refusal.hasIntegrity()).isFalse();
        assertThat(turn.count(TurnCounter.REFUSED_UNAUTHORIZED)).isEqualTo(1);
        assertThat(turn.house.allocations()).isZero();
    }

    @Test
    void anExpiredUserIsRefused() {
        TurnCredentials.Credential old = turn.credentials.plain("old", turn.seconds());
        assertThat(clientWith("192.0.2.5", old.username(), old.password())
                        .allocate()
                        .errorCode())
                .isEqualTo(401);
    }

    @Test
    void whatWasGivenToSomebodyDiesWithThem() {
        Client bert = turn.client(Transport.UDP, VirtualTurn.address("192.0.2.3", 3), Scope.PEERS, "bert");
        bert.allocate();
        assertThat(turn.house.allocations()).isEqualTo(1);
        turn.credentials.withdraw("bert");
        assertThat(bert.ask(REFRESH, w -> {}).errorCode()).isEqualTo(401);
        turn.pass(2);
        assertThat(turn.house.holdings()).isEqualTo("allocations 0, relays 0, ports 0, counted 0");
    }

    @Test
    void anAllocationEndsWithTheCredentialsItWasMadeWith() {
        TurnCredentials.Credential brief = turn.credentials.plain("brief", turn.seconds() + 100);
        StunMessage made =
                clientWith("192.0.2.5", brief.username(), brief.password()).allocate();
        assertThat(made.number(Attributes.LIFETIME)).isEqualTo(100);
        turn.pass(102);
        assertThat(turn.house.allocations()).isZero();
    }

    @Test
    void aNonceGetsStaleAndTheClientGoesOnWithAnother() {
        anna.allocate();
        String before = anna.script.nonce();
        turn.pass(599);
        assertThat(ask(anna, REFRESH).errorCode()).isEqualTo(-1);
        turn.pass(1);
        StunMessage stale = ask(anna, REFRESH);
        assertThat(stale.errorCode()).isEqualTo(438);
        assertThat(stale.text(Attributes.NONCE)).isNotEqualTo(before);
        assertThat(anna.script.learn(stale)).isTrue();
        assertThat(ask(anna, REFRESH).errorCode()).isEqualTo(-1);
    }

    @Test
    void aRequestThatIsReplayedFromAnotherAddressIsStale() {
        anna.allocate();
        byte[] request = anna.script.request(ALLOCATE, TurnScript::udp);
        Client mallory = clientWith("192.0.2.66", "nobody", "nothing");
        StunMessage refusal = Objects.requireNonNull(mallory.exchange(request));
        assertThat(refusal.errorCode()).isEqualTo(438);
        assertThat(turn.house.allocations()).isEqualTo(1);
    }

    @Test
    void credentialsWithoutANonceAreABadRequest() {
        byte[] request = new StunWriter()
                .request(ALLOCATE, new byte[12])
                .username("anna")
                .messageIntegrity(new byte[16])
                .toByteArray();
        assertThat(Objects.requireNonNull(anna.exchange(request)).errorCode()).isEqualTo(400);
    }

    @Test
    void nobodyTouchesTheAllocationOfAnother() {
        anna.allocate();
        TurnCredentials.Credential other = turn.credentials.plain("other", turn.seconds() + 60);
        Client mallory = new Client(turn.first(), Transport.UDP, anna.address, other, 5);
        assertThat(mallory.ask(REFRESH, w -> w.number(Attributes.LIFETIME, 0)).errorCode())
                .isEqualTo(441);
        assertThat(mallory.permit(VirtualTurn.PEER).errorCode()).isEqualTo(441);
        assertThat(mallory.bind(0x4000, VirtualTurn.PEER).errorCode()).isEqualTo(441);
        assertThat(mallory.allocate().errorCode()).isEqualTo(437);
        assertThat(turn.house.allocations()).isEqualTo(1);
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsListed() {
        StunMessage refusal = anna.ask(ALLOCATE, w -> w.attribute(0x7123, new byte[3]));
        assertThat(refusal.errorCode()).isEqualTo(420);
        assertThat(refusal.unknownAttributes()).containsExactly(0x7123);
        assertThat(refusal.hasIntegrity()).isTrue();
    }

    @Test
    void aRequestWithAThousandUnknownAttributesIsAnsweredWithSomeOfThem() {
        anna.allocate();
        StunMessage refusal = anna.ask(REFRESH, w -> {
            for (int i = 0; i < 500; i++) {
                w.attribute(0x7000 + i, new byte[0]);
            }
        });
        assertThat(refusal.errorCode()).isEqualTo(420);
        assertThat(refusal.unknownAttributes()).hasSize(32);
    }

    private Client clientWith(String host, String username, String password) {
        return new Client(
                turn.first(),
                Transport.UDP,
                VirtualTurn.address(host, 7),
                new TurnCredentials.Credential(username, password),
                99);
    }

    private static StunMessage ask(Client client, int method) {
        return Objects.requireNonNull(client.exchange(client.script.request(method, w -> {})));
    }
}
