package org.lyceum.platform.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;

@ParameterizedClass
@EnumSource(Storage.class)
class ForeignTokensTest {
    private static final String ISSUER = "https://school.example";
    private static final ECKey EC = ecKey("e1");
    private static final RSAKey RSA = rsaKey();

    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private HttpServer keyServer;
    private Platform platform;

    ForeignTokensTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() throws IOException {
        keyServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(List.<JWK>of(EC, RSA)).toString(true).getBytes(StandardCharsets.UTF_8);
        keyServer.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        keyServer.start();
        URI address = URI.create("http://127.0.0.1:" + keyServer.getAddress().getPort() + "/keys");
        platform = Platform.open(
                TestPlatforms.settings(storage, folder).withTrustedIssuer(new TrustedIssuer(ISSUER, address, "lyceum")),
                clock);
    }

    @AfterEach
    void close() {
        platform.close();
        keyServer.stop(0);
    }

    private static ECKey ecKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("r1").generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("lyceum")
                .subject("pupil-7")
                .claim("name", "Ida")
                .claim("email", "ada@example.org")
                .claim("roles", List.of("admin"))
                .expirationTime(Date.from(clock.instant().plusSeconds(600)));
    }

    private static String sign(JWSAlgorithm algorithm, String keyId, JWTClaimsSet claims, JWSSigner signer)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String signed(JWTClaimsSet claims) throws Exception {
        return sign(JWSAlgorithm.ES256, "e1", claims, new ECDSASigner(EC));
    }

    private Optional<Principal> verify(String token) {
        return platform.accessTokens().verify(token);
    }

    @Test
    void whoComesFromATrustedIssuerIsAUserKnownByIssuerAndSubjectAlone() throws Exception {
        String ada = platform.accounts()
                .register("ada@example.org", "correct horse", "Ada")
                .account()
                .id();

        Principal ida = verify(signed(claims().build())).orElseThrow();
        Principal again = verify(sign(
                        JWSAlgorithm.RS256,
                        "r1",
                        claims().claim("name", "Another name").build(),
                        new RSASSASigner(RSA)))
                .orElseThrow();
        Principal other = verify(signed(claims().subject("pupil-8").build())).orElseThrow();

        assertThat(ida.displayName()).isEqualTo("Ida");
        assertThat(ida.isAdmin()).isFalse();
        assertThat(ida.userId()).isNotEqualTo(ada).isEqualTo(again.userId()).isNotEqualTo(other.userId());
        assertThat(platform.accounts().find(ida.userId()).orElseThrow().email()).isEmpty();
        platform.accounts().register("ida@example.org", "correct horse", "Ida");
    }

    @Test
    void ourOwnTokensGoOnToCount() {
        SignedIn ada = platform.accounts().register("ada@example.org", "correct horse", "Ada");

        assertThat(verify(ada.accessToken())).isPresent();
    }

    @Test
    void whatIsForgedExpiredOrMeantForOthersIsRefused() throws Exception {
        assertThat(verify(signed(claims().build()))).isPresent();
        assertThat(verify(new PlainJWT(claims().build()).serialize()))
                .as("alg: none")
                .isEmpty();
        assertThat(verify(sign(JWSAlgorithm.ES256, "e1", claims().build(), new ECDSASigner(ecKey("e1")))))
                .as("another key under the same id")
                .isEmpty();
        assertThat(verify(sign(
                        JWSAlgorithm.HS256,
                        "r1",
                        claims().build(),
                        new MACSigner(RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)))))
                .as("the public key as a secret")
                .isEmpty();
        assertThat(verify(sign(JWSAlgorithm.ES256, "e9", claims().build(), new ECDSASigner(EC))))
                .as("a key that is not published")
                .isEmpty();
        assertThat(verify(signed(claims().issuer("https://elsewhere.example").build())))
                .as("another issuer")
                .isEmpty();
        assertThat(verify(signed(claims().issuer("lyceum").build())))
                .as("our name")
                .isEmpty();
        assertThat(verify(signed(claims().issuer(null).build())))
                .as("no issuer")
                .isEmpty();
        assertThat(verify(signed(claims().audience("shop").build())))
                .as("for another product")
                .isEmpty();
        assertThat(verify(signed(claims().subject(null).build()))).as("nobody").isEmpty();
        assertThat(verify(signed(claims().subject("a\u0000b").build())))
                .as("a broken subject")
                .isEmpty();
        assertThat(verify(signed(claims().expirationTime(null).build())))
                .as("for ever")
                .isEmpty();
        assertThat(verify(
                        signed(claims().expirationTime(Date.from(clock.instant().plus(Duration.ofDays(2))))
                                .build())))
                .as("for too long")
                .isEmpty();
        assertThat(verify(
                        signed(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(300)))
                                .build())))
                .as("not yet")
                .isEmpty();
        String old = signed(claims().build());
        clock.advance(Duration.ofSeconds(631));
        assertThat(verify(old)).as("expired").isEmpty();
    }

    @Test
    void whoHasJustSignedInElsewhereDeletesTheAccountHereWithoutAPassword() throws Exception {
        JWTClaimsSet fresh =
                claims().issueTime(Date.from(clock.instant().minusSeconds(300))).build();
        Principal ida = verify(signed(fresh)).orElseThrow();
        List<String> cut = new ArrayList<>();
        String token = signed(fresh);
        List<Boolean> counted = new ArrayList<>();
        platform.accounts().onSessionEnded(ended -> {
            cut.add(ended.sessionId());
            counted.add(verify(token).isPresent());
        });

        platform.personalData().delete(ida, "");

        assertThat(cut).as("what the token has opened").containsOnly(ida.sessionId());
        assertThat(counted.getLast())
                .as("whether anything more could be opened after the last time")
                .isFalse();
        assertThat(verify(signed(fresh))).isEmpty();
        assertThat(platform.accounts().find(ida.userId()).map(Account::displayName))
                .isNotEqualTo(Optional.of("Ida"));
    }

    @Test
    void aTokenThatIsNotNewOrDoesNotSayIsNoPassword() throws Exception {
        for (Instant issued :
                Arrays.asList(clock.instant().minusSeconds(301), clock.instant().plusSeconds(31), null)) {
            JWTClaimsSet.Builder claims = claims().issueTime(issued == null ? null : Date.from(issued));
            Principal ida = verify(signed(claims.build())).orElseThrow();
            assertThatThrownBy(() -> platform.personalData().delete(ida, "correct horse"))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("sign-in-again"));
            assertThat(verify(signed(claims().build()))).isPresent();
        }
    }

    @Test
    void aNameThatCannotBeShownIsLeftOut() throws Exception {
        assertThat(verify(signed(claims().claim("name", "\u202Eevil").build()))
                        .orElseThrow()
                        .displayName())
                .isEqualTo("Somebody");
        assertThat(verify(signed(claims().subject("long")
                                .claim("name", "x".repeat(80))
                                .build()))
                        .orElseThrow()
                        .displayName())
                .hasSize(50);
    }
}
