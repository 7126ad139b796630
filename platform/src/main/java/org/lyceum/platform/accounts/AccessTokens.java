package org.lyceum.platform.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: JWTs (RFC 9068 in shape) signed by ES256 and nothing else, valid for 15 minutes.
 *
 * <p>Verifying asks no database. A logout must count at once, though, so the sessions ended within the last
 * 15 minutes are remembered here and their tokens refused. Safe to call from many threads.
 */
public final class AccessTokens {
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String ISSUER = "lyceum";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    /** Ours have some 500 characters; nothing longer is worth parsing. */
    private static final int MAX_LENGTH = 4096;

    private final InstantSource clock;
    private volatile SigningKeys keys;
    private volatile Map<String, JWSVerifier> verifiers;
    private final @Nullable ForeignTokens foreign;
    /** Session id to the moment at which its last token has expired by itself. */
    private final Map<String, Instant> endedSessions = new ConcurrentHashMap<>();

    /** @param foreign tokens of another issuer that count here; null for none */
    public AccessTokens(SigningKeys keys, InstantSource clock, @Nullable ForeignTokens foreign) {
        this.clock = clock;
        this.foreign = foreign;
        this.keys = keys;
        this.verifiers = verifiers(keys);
    }

    /** Signs and verifies by these from now on. */
    public void become(SigningKeys next) {
        verifiers = verifiers(next);
        keys = next;
    }

    /** A JWK Set (RFC 7517) by which anybody can verify our tokens: as JSON. */
    public String publicKeys() {
        return keys.publicKeys().toString();
    }

    private static Map<String, JWSVerifier> verifiers(SigningKeys keys) {
        Map<String, JWSVerifier> verifiers = new HashMap<>();
        try {
            for (ECKey key : keys.all()) {
                verifiers.put(key.getKeyID(), new ECDSAVerifier(key.toPublicJWK()));
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a key for access tokens is not a P-256 key", e);
        }
        return Map.copyOf(verifiers);
    }

    /** A new token for this person. */
    public String issue(Principal principal) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(principal.userId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("name", principal.displayName())
                .claim("roles", principal.roles().stream().map(Role::wireName).toList())
                .claim("sid", principal.sessionId())
                .build();
        ECKey key = keys.signing(now);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("an access token could not be signed", e);
        }
        return jwt.serialize();
    }

    /** Whom the token speaks for; empty for any that is malformed, forged, expired or of an ended session. */
    public Optional<Principal> verify(String jwt) {
        if (jwt.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(jwt);
            if (foreign != null && !ISSUER.equals(token.getJWTClaimsSet().getIssuer())) {
                return foreign.verify(token);
            }
            JWSHeader header = token.getHeader();
            JWSVerifier verifier = header.getKeyID() == null ? null : verifiers.get(header.getKeyID());
            if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || verifier == null
                    || !isCanonical(token.getSignature())
                    || !token.verify(verifier)) {
                return Optional.empty();
            }
            return principalOf(token.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether the tokens of this session are refused already. */
    boolean refuses(String sessionId) {
        return endedSessions.containsKey(sessionId);
    }

    /** The tokens of this session are refused from now on. */
    void refuseSession(String sessionId) {
        refuseSession(sessionId, clock.instant());
    }

    /** The same for a session that ended earlier, before a restart. */
    void refuseSession(String sessionId, Instant endedAt) {
        Instant now = clock.instant();
        endedSessions.values().removeIf(until -> until.isBefore(now));
        endedSessions.put(sessionId, endedAt.plus(LIFETIME));
    }

    /**
     * One token has one spelling: the library's decoder also takes {@code +} for {@code -}, {@code /} for
     * {@code _} and stray bits at the end, none of which RFC 7515 section 2 allows. Header and claims need no
     * such check: the signature is over their text.
     */
    private static boolean isCanonical(Base64URL signature) {
        return Base64URL.encode(signature.decode()).equals(signature);
    }

    private Optional<Principal> principalOf(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        String userId = claims.getSubject();
        String name = claims.getStringClaim("name");
        String sessionId = claims.getStringClaim("sid");
        List<String> roles = claims.getStringListClaim("roles");
        if (expires == null || userId == null || name == null || sessionId == null || roles == null) {
            return Optional.empty();
        }
        if (!ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().contains(ISSUER)
                || !clock.instant().isBefore(expires.toInstant())
                || endedSessions.containsKey(sessionId)) {
            return Optional.empty();
        }
        return Optional.of(new Principal(userId, name, rolesOf(roles), sessionId));
    }

    private static Set<Role> rolesOf(List<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        names.forEach(name -> roles.add(Role.ofWireName(name)));
        return roles;
    }
}
