package org.lyceum.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.stun.StunMessage;

class TurnCredentialsTest {
    private static final long NOW = 1_700_000_000L;
    private final TurnCredentials credentials = new TurnCredentials("logen".getBytes(UTF_8));

    /** The value is openssl's: {@code echo -n 1433895918506:me | openssl dgst -sha1 -hmac logen -binary | base64}. */
    @Test
    void passwordsAreThoseOfTheRestScheme() {
        assertThat(credentials.plain("me", 1_433_895_918_506L))
                .isEqualTo(new TurnCredentials.Credential("1433895918506:me", "x8QxvUCLWj1UzRRdyMMSWYLy7E8="));
    }

    /** RFC 5769, 2.4: a request with long-term credentials. */
    @Test
    void keysAreThoseOfTheSampleRequest() {
        byte[] request = HexFormat.of()
                .parseHex(("000100602112a44278ad3433c6ad72c029da412e"
                        + "00060012e3839ee38388e383aae38383e382afe382b90000"
                        + "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341"
                        + "0014000b6578616d706c652e6f726700"
                        + "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666"));
        StunMessage message = Objects.requireNonNull(StunMessage.parse(request, 0, request.length));
        String name = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
        assertThat(message.username()).isEqualTo(name);
        assertThat(message.verifyIntegrity(TurnCredentials.longTermKey(name, "example.org", "TheMatrIX")))
                .isTrue();
    }

    @Test
    void aNameEndsWhenItSaysSo() {
        String name = credentials.plain("me", NOW).username();
        assertThat(credentials.find(name, NOW - 1)).isNotNull();
        assertThat(credentials.find(name, NOW)).isNull();
    }

    @Test
    void whatTheHouseHandedOutEndsWhenItIsTakenBack() {
        String name = credentials.admit(Scope.MEDIA, "anna", NOW + 60).username();
        TurnCredentials.User user = Objects.requireNonNull(credentials.find(name, NOW));
        assertThat(user.scope()).isEqualTo(Scope.MEDIA);
        assertThat(credentials.isValid(user, NOW)).isTrue();
        credentials.withdraw("anna");
        assertThat(credentials.find(name, NOW)).isNull();
        assertThat(credentials.isValid(user, NOW)).isFalse();
        assertThat(credentials.size()).isZero();
    }

    @Test
    void whoMakesUpAScopedNameIsNobody() {
        assertThat(credentials.find(NOW + 60 + ":peers:anna", NOW)).isNull();
    }

    @Test
    void namesOfAnotherFormAreNobodys() {
        for (String name : new String[] {"", ":", "anna", "anna:9", "-5:anna", "99999999999999999999:a", ":5:a"}) {
            assertThat(credentials.find(name, NOW)).as(name).isNull();
        }
        assertThat(credentials.find(NOW + 60 + ":" + "a".repeat(200), NOW)).isNull();
    }
}
