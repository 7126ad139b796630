package org.lyceum.server.turn;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.lyceum.server.protocol.ServerMessage.IceServer;
import org.lyceum.turn.TurnCredentials;

/** Somebody else's TURN server, coturn for instance, with whom a secret is shared (its {@code use-auth-secret}). */
public final class ExternalTurn implements TurnAccess {
    private final List<String> urls;
    private final TurnCredentials credentials;
    private final InstantSource clock;

    public ExternalTurn(List<String> urls, String secret, InstantSource clock) {
        this.urls = List.copyOf(urls);
        this.credentials = new TurnCredentials(secret.getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
    }

    @Override
    public List<IceServer> admit(String id, String host) {
        long expiry = clock.instant().plus(HouseTurn.LIFETIME).getEpochSecond();
        TurnCredentials.Credential credential = credentials.plain(id, expiry);
        return List.of(new IceServer(urls, credential.username(), credential.password()));
    }

    /** To the other server an admission is an admission. */
    @Override
    public List<IceServer> admitToPeers(String id, String host) {
        return admit(id, host);
    }

    /** Time alone takes back what another server honours. */
    @Override
    public void withdraw(String id) {}
}
