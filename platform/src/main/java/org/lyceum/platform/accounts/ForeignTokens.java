package org.lyceum.platform.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of a {@link TrustedIssuer}: whoever brings one is a user of this house, made when they first come, known by {@code iss} and {@code sub}
 * and never by an e-mail address or by what the token calls their roles: they may watch and create, as any account.
 *
 * <p>Called on virtual threads: the issuer's keys are fetched now and then, and somebody new is written down. Safe to call from many threads.
 * A logout here ends nothing of such a token: it lives as long as its issuer says, a day at most.
 */
public final class ForeignTokens {
    private static final Logger log = LoggerFactory.getLogger(ForeignTokens.class);
    /** Asymmetric ones alone: a key that is public must not verify what it could have signed. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private static final Duration LONGEST = Duration.ofDays(1);
    /** By how much the issuer's clock may differ from ours. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_NAME = 50;
    private static final int KNOWN = 10_000;
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_KEY_BYTES = 256 * 1024;

    private final TrustedIssuer trusted;
    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    /** Subject to user id, of those seen of late. */
    private final Map<String, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KNOWN;
        }
    };

    public ForeignTokens(TrustedIssuer trusted, Database database, Secrets secrets, InstantSource clock) {
        this.trusted = trusted;
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(trusted)));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new Claims(trusted));
    }

    /** Whom the token speaks for; empty for any that is not of this issuer for this house, now. */
    Optional<Principal> verify(SignedJWT token) {
        try {
            // Looked at first: a token of nobody's would have the keys fetched, and a line written, for every guess.
            if (!trusted.issuer().equals(token.getJWTClaimsSet().getIssuer())) {
                return Optional.empty();
            }
            JWTClaimsSet claims = processor.process(token, null);
            String subject = claims.getSubject();
            if (subject.isEmpty() || subject.length() > MAX_SUBJECT || !PlainText.isClean(subject)) {
                return Optional.empty();
            }
            return user(subject, nameOf(claims))
                    .map(user -> new Principal(
                            user.id(), user.displayName(), user.roles(), "foreign:" + user.id(), issuedAt(claims)));
        } catch (KeySourceException e) {
            log.warn(
                    "The keys of {} could not be fetched from {}: {}",
                    trusted.issuer(),
                    trusted.keys(),
                    e.getMessage());
            return Optional.empty();
        } catch (BadJOSEException | JOSEException | ParseException _) {
            return Optional.empty();
        }
    }

    private Optional<Account> user(String subject, String name) {
        String id;
        synchronized (known) {
            id = known.get(subject);
        }
        String found = id == null
                ? database.write(sql ->
                        ForeignRows.findOrMake(sql, trusted.issuer(), subject, name, secrets.id(), clock.instant()))
                : id;
        synchronized (known) {
            known.put(subject, found);
        }
        return database.read(sql -> AccountRows.findOpen(sql, found));
    }

    private static Instant issuedAt(JWTClaimsSet claims) {
        Date issued = claims.getIssueTime();
        return issued == null ? Instant.MIN : issued.toInstant();
    }

    /** What can be shown of the name that the issuer gives. */
    private static String nameOf(JWTClaimsSet claims) throws ParseException {
        String name = claims.getStringClaim("name");
        try {
            return PlainText.line("name", name == null ? "" : shortened(name), MAX_NAME);
        } catch (Refusal _) {
            return "Somebody";
        }
    }

    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= MAX_NAME ? name : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
    }

    private static JWKSource<SecurityContext> keys(TrustedIssuer trusted) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            trusted.keys().toURL(),
                            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEY_BYTES))
                    .rateLimited(Duration.ofSeconds(30).toMillis())
                    .outageTolerant(Duration.ofHours(4).toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no address of keys: " + trusted.keys(), e);
        }
    }

    /** Nimbus's own checks, by this house's clock; and no token that never ends. */
    private final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        Claims(TrustedIssuer trusted) {
            super(
                    trusted.audience(),
                    new JWTClaimsSet.Builder().issuer(trusted.issuer()).build(),
                    Set.of("sub", "exp"));
            setMaxClockSkew((int) SKEW.toSeconds());
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
            if (claims.getExpirationTime().toInstant().isAfter(clock.instant().plus(LONGEST))) {
                throw new BadJWTException("valid for too long");
            }
        }
    }

    /** What everyone may who has an account. */
    static Set<Role> roles() {
        return EnumSet.of(Role.VIEWER, Role.CREATOR);
    }
}
