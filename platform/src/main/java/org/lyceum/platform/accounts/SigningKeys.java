package org.lyceum.platform.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;

/**
 * The keys that sign access tokens: a JWK Set (RFC 7517, 5) in the data folder, readable by its owner alone. It is not in the database, whose
 * backups and replicas more people see, and who has a key is anyone they like. Deleting the file makes everyone refresh.
 *
 * <p>A key is replaced when it is {@link #AGE} old. The next one is published a day before it signs, so that whoever verifies our tokens knows it
 * by then, and the last one stays for a day after, for the tokens that it has signed. Safe to call from many threads.
 */
public final class SigningKeys {
    /** How long a key signs. */
    static final Duration AGE = Duration.ofDays(30);
    /** How long a key is known before it signs, and after. */
    static final Duration OVERLAP = Duration.ofDays(1);

    private static final String FILE = "access-token-keys.json";
    /** Of earlier versions: one key, which is taken over. */
    private static final String SINGLE_KEY_FILE = "access-token-key.json";

    private final List<ECKey> keys;

    /** @param keys private P-256 keys with ids, oldest first, at least one */
    SigningKeys(List<ECKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Reads the keys, or makes the first one at the first start. */
    public static SigningKeys load(DataFolder folder, Instant now) {
        Path file = folder.path().resolve(FILE);
        Path single = folder.path().resolve(SINGLE_KEY_FILE);
        try {
            if (Files.exists(file)) {
                return new SigningKeys(read(file));
            }
            List<ECKey> first = List.of(Files.exists(single) ? readSingle(single) : generate(now));
            write(folder, first);
            Files.deleteIfExists(single);
            return new SigningKeys(first);
        } catch (IOException | JOSEException e) {
            throw new StartupException("The keys for access tokens, %s, can not be used: %s.".formatted(file, e), e);
        }
    }

    /** The keys as they are to be from now on; this very object where nothing changes. Kept in the folder. */
    public SigningKeys rotated(DataFolder folder, Instant now) {
        List<ECKey> next = new ArrayList<>(keys);
        ECKey newest = next.getLast();
        if (!now.isBefore(since(newest).plus(AGE))) {
            try {
                next.add(generate(now));
            } catch (JOSEException e) {
                throw new IllegalStateException("every JDK makes P-256 keys", e);
            }
        }
        ECKey signing = signing(next, now);
        // What was replaced by a key that has signed for a day is of no more use.
        if (!now.isBefore(since(signing).plus(OVERLAP.multipliedBy(2)))) {
            next.removeIf(key -> since(key).isBefore(since(signing)));
        }
        if (next.equals(keys)) {
            return this;
        }
        write(folder, next);
        return new SigningKeys(next);
    }

    /** All that tokens may be signed by, oldest first. */
    List<ECKey> all() {
        return keys;
    }

    /** The one that signs now. */
    ECKey signing(Instant now) {
        return signing(keys, now);
    }

    /** As others may see them: without what signs. */
    JWKSet publicKeys() {
        return new JWKSet(List.<JWK>copyOf(keys)).toPublicJWKSet();
    }

    private static ECKey signing(List<ECKey> keys, Instant now) {
        return keys.stream()
                .filter(key -> !now.isBefore(since(key).plus(OVERLAP)))
                .max(Comparator.comparing(SigningKeys::since))
                .orElse(keys.getFirst());
    }

    private static Instant since(ECKey key) {
        Date issued = key.getIssueTime();
        return issued == null ? Instant.EPOCH : issued.toInstant();
    }

    private static ECKey generate(Instant now) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .issueTime(Date.from(now))
                .generate();
    }

    private static void write(DataFolder folder, List<ECKey> keys) {
        folder.writePrivately(FILE, new JWKSet(List.<JWK>copyOf(keys)).toString(false));
    }

    private static List<ECKey> read(Path file) throws IOException {
        try {
            List<ECKey> keys = new ArrayList<>();
            for (JWK key : JWKSet.parse(Files.readString(file)).getKeys()) {
                keys.add(usable(key, file));
            }
            keys.sort(Comparator.comparing(SigningKeys::since));
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (ParseException _) {
            // Said below, without what is in the file.
        }
        throw unusable(file);
    }

    private static ECKey readSingle(Path file) throws IOException {
        try {
            return usable(JWK.parse(Files.readString(file)), file);
        } catch (ParseException _) {
            throw unusable(file);
        }
    }

    private static ECKey usable(JWK key, Path file) {
        if (key instanceof ECKey curve
                && curve.isPrivate()
                && Curve.P_256.equals(curve.getCurve())
                && curve.getKeyID() != null) {
            return curve;
        }
        throw unusable(file);
    }

    private static StartupException unusable(Path file) {
        return new StartupException(
                "%s does not hold private P-256 keys in JWK form. Delete it and a new one is made; everyone stays signed in."
                        .formatted(file));
    }
}
