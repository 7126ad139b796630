package org.lyceum.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.lyceum.platform.accounts.AccessTokens;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.FirstAdmin;
import org.lyceum.platform.accounts.ForeignTokens;
import org.lyceum.platform.accounts.PasswordHasher;
import org.lyceum.platform.accounts.SigningKeys;
import org.lyceum.platform.audit.AuditLog;
import org.lyceum.platform.chat.Chats;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.money.Money;
import org.lyceum.platform.privacy.PersonalData;
import org.lyceum.platform.reports.Reports;
import org.lyceum.platform.streams.Streams;
import org.lyceum.platform.tips.Tips;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened domain: the locked data folder, the migrated database, and what stands on them. Close it last, when no request
 * is running any more.
 */
public final class Platform implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Platform.class);
    /** Two at once: someone who logs in rarely waits, and the memory of all hashes together stays small. */
    private static final int CONCURRENT_PASSWORDS = 2;

    private final DataFolder folder;
    private final Database database;
    private final AccessTokens accessTokens;
    private final Accounts accounts;
    private final FirstAdmin firstAdmin;
    private final Streams streams;
    private final Chats chats;
    private final PersonalData personalData;
    private final InstantSource clock;
    private SigningKeys signingKeys;
    private final Money money;
    private final Tips tips;
    private final Metering metering;
    private final Reports reports;

    private Platform(
            PlatformSettings settings,
            InstantSource clock,
            DataFolder folder,
            SigningKeys signingKeys,
            Database database) {
        SecureRandom random = new SecureRandom();
        Secrets secrets = new Secrets(random);
        PasswordHasher passwords = new PasswordHasher(settings.passwordCost(), CONCURRENT_PASSWORDS, random);
        this.folder = folder;
        this.database = database;
        this.clock = clock;
        this.signingKeys = signingKeys;
        AuditLog audit = new AuditLog(secrets);
        this.accessTokens = new AccessTokens(
                signingKeys,
                clock,
                settings.trustedIssuer() == null
                        ? null
                        : new ForeignTokens(settings.trustedIssuer(), database, secrets, clock));
        this.accounts =
                new Accounts(database, secrets, clock, accessTokens, audit, passwords, settings.registrationOpen());
        this.firstAdmin = new FirstAdmin(accounts, secrets);
        this.streams = new Streams(database, secrets, clock, settings.retention());
        this.chats = new Chats(database, secrets, audit, clock, settings.retention());
        this.personalData = new PersonalData(database, accounts, streams, audit, clock);
        this.money = new Money(database, secrets, clock, settings.money());
        this.tips = new Tips(database, secrets, clock, money);
        this.metering = new Metering(database, secrets, clock, money, settings.settlement(), settings.retention());
        this.reports = new Reports(database, clock);
    }

    /**
     * Opens it for the one server that the data folder has: migrates, and closes what a crash left open.
     *
     * @throws StartupException with a sentence for the administrator
     */
    public static Platform open(PlatformSettings settings, InstantSource clock) {
        Platform platform = open(settings, clock, DataFolder.lock(settings.dataFolder()));
        try {
            platform.money.recover();
            platform.accounts.recover();
            platform.streams.recover();
            platform.metering.recover();
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /**
     * Opens it for a command of the administrator, which works beside a running server as well. What that server holds in
     * memory it does not touch: a password reset ends the account's logins in the database, where the server finds it by {@link
     * Accounts#noticeEnded}.
     */
    public static Platform openForAdministration(PlatformSettings settings, InstantSource clock) {
        return open(settings, clock, DataFolder.lockIfFree(settings.dataFolder()));
    }

    private static Platform open(PlatformSettings settings, InstantSource clock, DataFolder folder) {
        try {
            if (folder.isLocked()) {
                folder.requireWhole();
            }
            SigningKeys signingKeys = SigningKeys.load(folder, clock.instant());
            Database database = Database.open(folder, settings.databaseUrl(), clock.instant());
            return new Platform(settings, clock, folder, signingKeys, database);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    public AccessTokens accessTokens() {
        return accessTokens;
    }

    public Accounts accounts() {
        return accounts;
    }

    public FirstAdmin firstAdmin() {
        return firstAdmin;
    }

    public Streams streams() {
        return streams;
    }

    public Chats chats() {
        return chats;
    }

    public PersonalData personalData() {
        return personalData;
    }

    /** Replaces the key that signs access tokens where it is time. Called now and then while the server runs, by one thread. */
    public void rotateKeys() {
        SigningKeys next = signingKeys.rotated(folder, clock.instant());
        if (next != signingKeys) {
            signingKeys = next;
            accessTokens.become(next);
        }
    }

    public Money money() {
        return money;
    }

    public Metering metering() {
        return metering;
    }

    public Tips tips() {
        return tips;
    }

    public Reports reports() {
        return reports;
    }

    /** Forgets what nobody will ask for again. Waits for the database; called now and then while the server runs. */
    public void tidy() {
        accounts.tidy();
        streams.tidy();
        chats.tidy();
        money.tidy();
        metering.tidy();
    }

    /** Whether the database answers; for health checks. */
    public boolean works() {
        return database.works();
    }

    /** Where certificates and whatever else must outlive the process may be kept too. */
    public DataFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            metering.closeAll();
        } catch (RuntimeException e) {
            log.warn(
                    "The last seconds of watching could not be written; what was held is given back at the next start",
                    e);
        }
        accounts.close();
        database.close();
        folder.close();
    }
}
