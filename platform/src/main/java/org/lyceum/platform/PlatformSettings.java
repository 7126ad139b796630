package org.lyceum.platform;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.accounts.TrustedIssuer;
import org.lyceum.platform.metering.TickSettlement;
import org.lyceum.platform.money.MoneySettings;

/**
 * What the domain needs to be told.
 *
 * @param dataFolder made if there is none
 * @param databaseUrl PostgreSQL's ({@code postgresql://user:password@host/database}); null for SQLite in the data folder
 * @param registrationOpen whether strangers may make themselves accounts
 * @param trustedIssuer whose tokens count here beside our own; null for nobody's
 * @param passwordCost tests take a small one
 * @param money currency, fee and faucet
 * @param retention how long what people did is kept
 * @param settlement who is told of seconds that were paid for
 */
public record PlatformSettings(
        Path dataFolder,
        @Nullable String databaseUrl,
        boolean registrationOpen,
        @Nullable TrustedIssuer trustedIssuer,
        Argon2Cost passwordCost,
        MoneySettings money,
        Retention retention,
        TickSettlement settlement) {

    /** SQLite in the folder, registration open, passwords hashed at full strength. */
    public static PlatformSettings in(Path dataFolder) {
        return new PlatformSettings(
                dataFolder,
                null,
                true,
                null,
                Argon2Cost.PRODUCTION,
                MoneySettings.DEFAULT,
                Retention.DEFAULT,
                TickSettlement.NONE);
    }

    public PlatformSettings withDatabaseUrl(@Nullable String url) {
        return new PlatformSettings(
                dataFolder, url, registrationOpen, trustedIssuer, passwordCost, money, retention, settlement);
    }

    public PlatformSettings withRegistrationOpen(boolean open) {
        return new PlatformSettings(
                dataFolder, databaseUrl, open, trustedIssuer, passwordCost, money, retention, settlement);
    }

    public PlatformSettings withPasswordCost(Argon2Cost cost) {
        return new PlatformSettings(
                dataFolder, databaseUrl, registrationOpen, trustedIssuer, cost, money, retention, settlement);
    }

    public PlatformSettings withTrustedIssuer(@Nullable TrustedIssuer issuer) {
        return new PlatformSettings(
                dataFolder, databaseUrl, registrationOpen, issuer, passwordCost, money, retention, settlement);
    }

    public PlatformSettings withMoney(MoneySettings settings) {
        return new PlatformSettings(
                dataFolder,
                databaseUrl,
                registrationOpen,
                trustedIssuer,
                passwordCost,
                settings,
                retention,
                settlement);
    }

    public PlatformSettings withRetention(Retention kept) {
        return new PlatformSettings(
                dataFolder, databaseUrl, registrationOpen, trustedIssuer, passwordCost, money, kept, settlement);
    }

    public PlatformSettings withSettlement(TickSettlement told) {
        return new PlatformSettings(
                dataFolder, databaseUrl, registrationOpen, trustedIssuer, passwordCost, money, retention, told);
    }
}
