package org.lyceum.platform.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.ManualClock;

class AccessTokensTest {
    private static final Principal ADA =
            new Principal("ada1", "Ada Łovelace", Set.of(Role.VIEWER, Role.ADMIN), "session1");

    private final ManualClock clock = new ManualClock();
    private final ECKey key = newKey();
    private final AccessTokens tokens = new AccessTokens(new SigningKeys(List.of(key)), clock, null);

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer("lyceum")
                .audience("lyceum")
                .subject("ada1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("name", "Ada")
                .claim("roles", List.of("viewer"))
                .claim("sid", "session1");
    }

    private static String sign(JWSAlgorithm algorithm, String type, JWTClaimsSet claims, JWSSigner signer)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType(type))
                        .keyID("k1")
                        .build(),
                claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Test
    void aTokenSpeaksForWhomItWasIssuedTo() {
        assertThat(tokens.verify(tokens.issue(ADA))).contains(ADA);
    }

    @Test
    void aTokenIsGoodForFifteenMinutes() {
        String token = tokens.issue(ADA);

        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(tokens.verify(token)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void theWellFormedTokenOfTheTestsIsAccepted() throws Exception {
        assertThat(tokens.verify(sign(JWSAlgorithm.ES256, "at+jwt", claims().build(), new ECDSASigner(key))))
                .isPresent();
    }

    @Test
    void anotherAlgorithmKeyOrTypeIsRefused() throws Exception {
        byte[] publicKey = key.toECPublicKey().getEncoded();
        JWTClaimsSet claims = claims().build();

        assertThat(tokens.verify(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.HS256, "at+jwt", claims, new MACSigner(publicKey))))
                .isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.ES256, "at+jwt", claims, new ECDSASigner(newKey()))))
                .isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.ES256, "JWT", claims, new ECDSASigner(key))))
                .isEmpty();
    }

    @Test
    void aTokenForSomeoneElseOrWithoutItsClaimsIsRefused() throws Exception {
        List<JWTClaimsSet> wrong = List.of(
                claims().issuer("other").build(),
                claims().audience("other").build(),
                claims().subject(null).build(),
                claims().expirationTime(null).build(),
                claims().claim("sid", null).build(),
                claims().claim("sid", 7).build(),
                claims().claim("name", null).build(),
                claims().claim("roles", null).build(),
                claims().claim("roles", "admin").build(),
                claims().claim("roles", List.of("emperor")).build());
        for (JWTClaimsSet claims : wrong) {
            assertThat(tokens.verify(sign(JWSAlgorithm.ES256, "at+jwt", claims, new ECDSASigner(key))))
                    .as(claims.toString())
                    .isEmpty();
        }
    }

    @Test
    void nothingThatIsMalformedGetsThroughOrThrows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String token = tokens.issue(ADA);
        for (String text :
                List.of("", ".", "..", "a.b.c", "\u0000", "x".repeat(5_000), token + token, token.substring(1))) {
            assertThat(tokens.verify(text)).isEmpty();
        }
        for (int i = 0; i < 2_000; i++) {
            StringBuilder mutated = new StringBuilder(token);
            int at = random.nextInt(token.length());
            char other = (char) random.nextInt(32, 127);
            if (other != mutated.charAt(at)) {
                mutated.setCharAt(at, other);
                assertThat(tokens.verify(mutated.toString()))
                        .as("seed %d, step %d", seed, i)
                        .isEmpty();
            }
        }
    }

    @Test
    void aTokenHasOneSpelling() {
        String token;
        do {
            token = tokens.issue(ADA);
        } while (!token.substring(token.lastIndexOf('.')).matches(".*[-_].*"));
        int signature = token.lastIndexOf('.');
        String signed = token.substring(0, signature);
        String plainBase64 = token.substring(signature).replace('-', '+').replace('_', '/');
        char last = token.charAt(token.length() - 1);

        assertThat(tokens.verify(token)).isPresent();
        assertThat(tokens.verify(signed + plainBase64)).isEmpty();
        assertThat(tokens.verify(token.substring(0, token.length() - 1) + (char) (last + 1)))
                .as("stray bits in the last character, %s", last)
                .isEmpty();
        assertThat(tokens.verify(token + "=")).isEmpty();
    }

    @Test
    void theTokensOfAnEndedSessionAreRefusedAtOnce() {
        String token = tokens.issue(ADA);
        String other = tokens.issue(new Principal("ada1", "Ada", Set.of(), "session2"));

        tokens.refuseSession("session1");

        assertThat(tokens.verify(token)).isEmpty();
        assertThat(tokens.verify(other)).isPresent();
    }
}
