package org.lyceum.platform.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.DataFolder;

/**
 * The key that signs access tokens: a JWK in the data folder, readable by its owner alone. It is not in the database, whose
 * backups and replicas more people see, and who has it is anyone they like. Deleting the file makes everyone refresh.
 */
public final class SigningKeys {
    private static final String FILE = "access-token-key.json";

    private SigningKeys() {}

    /** Reads the key, or makes it at the first start. */
    public static ECKey load(DataFolder folder) {
        Path file = folder.path().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                ECKey made = new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .generate();
                folder.writePrivately(FILE, made.toJSONString());
                return made;
            }
            return read(file);
        } catch (IOException | JOSEException e) {
            throw new StartupException("The key for access tokens, %s, can not be used: %s.".formatted(file, e), e);
        }
    }

    private static ECKey read(Path file) throws IOException {
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            if (key.isPrivate() && Curve.P_256.equals(key.getCurve()) && key.getKeyID() != null) {
                return key;
            }
        } catch (ParseException _) {
            // Said below, without what is in the file.
        }
        throw new StartupException(
                "%s is not a private P-256 key in JWK form. Delete it and a new one is made; everyone stays signed in."
                        .formatted(file));
    }
}
