package org.lyceum.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.turn.Scope;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnSettings;
import org.lyceum.wire.Network;

/** A TURN server on loopback with what its tests need, and its clients. */
final class TurnHarness implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    final TurnCredentials credentials = new TurnCredentials("secret".getBytes(StandardCharsets.UTF_8));
    final TurnServer server;
    private final List<TurnClient> clients = new ArrayList<>();

    /** @param media to run beside, null to run alone */
    TurnHarness(Path folder, MediaConfig.Transport transport, int loops, @Nullable MediaServer media)
            throws IOException, GeneralSecurityException, InterruptedException {
        TestTls tls = new TestTls(folder);
        TurnSettings settings = new TurnSettings(
                LOOPBACK,
                InetAddress.ofLiteral("::1"),
                49_152,
                65_535,
                media == null
                        ? List.of(new Network(LOOPBACK, 8), new Network(InetAddress.ofLiteral("::1"), 128))
                        : List.of(),
                100,
                1000,
                1000,
                0);
        TurnConfig config = new TurnConfig(InetAddress.ofLiteral("0.0.0.0"), 0, 0, tls::engine, settings);
        server = media == null
                ? TurnServer.start(config, credentials, loops, transport)
                : TurnServer.start(config, credentials, media);
        server.ownAddresses(List.of(LOOPBACK));
    }

    TurnClient client(Transport transport) throws IOException, GeneralSecurityException {
        return client(transport, Scope.PEERS, "client" + clients.size());
    }

    TurnClient client(Transport transport, Scope scope, String id) throws IOException, GeneralSecurityException {
        TurnCredentials.Credential credential =
                credentials.admit(scope, id, Instant.now().getEpochSecond() + 600);
        TurnClient client = new TurnClient(transport, server, credential, clients.size());
        clients.add(client);
        return client;
    }

    /** An address of this machine that is not loopback's, or loopback's where it has no other. */
    static InetAddress outwardAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex)) // others' tests make some that do not last
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .findFirst()
                .orElse(LOOPBACK);
    }

    @Override
    public void close() throws IOException {
        for (TurnClient client : clients) {
            client.close();
        }
        server.close();
    }
}
