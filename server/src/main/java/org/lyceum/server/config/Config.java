package org.lyceum.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaConfig;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.platform.Retention;
import org.lyceum.platform.accounts.TrustedIssuer;
import org.lyceum.platform.money.MoneySettings;
import org.lyceum.wire.Network;

/**
 * Everything that can be set, validated; made by {@link ConfigLoader}.
 *
 * @param data absolute path of the data folder
 * @param databaseUrl of PostgreSQL, or null for SQLite in the data folder
 * @param bind address that HTTP and TURN listen on; the media port is at all addresses
 * @param httpPort 0 for any free port
 * @param httpsPort 0 for any free port
 * @param mediaPort UDP and TCP, 0 for any free port
 * @param mediaLoops event loops for media, at least 1
 * @param transport way to the kernel for media
 * @param cipher library that encrypts media
 * @param advertise addresses for ICE candidates, port 0 for the media port itself; empty: detected
 * @param turn STUN and TURN
 * @param publicUrl scheme, host and port under which people reach the server, or null
 * @param openRegistration whether anyone may create an account
 * @param firstAdmin who administers a new house, or null
 * @param money currency, fee and faucet
 * @param retention how long what people did is kept
 * @param certificate PEM chain for HTTPS, or null for a self-signed one
 * @param certificateKey PEM key of the certificate; null exactly when the certificate is
 * @param trustedProxies peers whose X-Forwarded-For and -Proto count
 * @param allowedOrigins origins beyond the server's own that may open WebSockets
 * @param trustedIssuer another product whose access tokens count here, or null
 * @param metricsToken opens /metrics beyond loopback, or null
 * @param jsonLogs log lines as JSON
 * @param logLevel error, warn, info or debug
 */
public record Config(
        Path data,
        @Nullable String databaseUrl,
        InetAddress bind,
        int httpPort,
        int httpsPort,
        int mediaPort,
        int mediaLoops,
        MediaConfig.Transport transport,
        MediaCipher.Choice cipher,
        List<InetSocketAddress> advertise,
        TurnOptions turn,
        @Nullable URI publicUrl,
        boolean openRegistration,
        @Nullable FirstAdminAccount firstAdmin,
        MoneySettings money,
        Retention retention,
        @Nullable Path certificate,
        @Nullable Path certificateKey,
        List<Network> trustedProxies,
        List<String> allowedOrigins,
        @Nullable TrustedIssuer trustedIssuer,
        @Nullable String metricsToken,
        boolean jsonLogs,
        String logLevel) {

    /** Leaves out what is secret, the database's URL, the metrics token and that of TURN: configurations are printed. */
    @Override
    public String toString() {
        return "Config[data=" + data + ", bind=" + bind.getHostAddress() + ", httpPort=" + httpPort + ", httpsPort="
                + httpsPort + ", mediaPort=" + mediaPort + ", mediaLoops=" + mediaLoops + ", advertise=" + advertise
                + ", publicUrl=" + publicUrl + "]";
    }
}
