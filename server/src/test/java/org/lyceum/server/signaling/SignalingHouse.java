package org.lyceum.server.signaling;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.accounts.SignedIn;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.direct.DirectLimits;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.WebServer;
import org.lyceum.server.room.RecordingPlane;
import org.lyceum.server.room.RoomLimits;
import org.lyceum.server.room.RoomRegistry;
import org.lyceum.server.turn.ExternalTurn;
import org.lyceum.server.turn.TurnAccess;
import tools.jackson.databind.json.JsonMapper;

/** Signaling on a real port over a real database; only the media loops are written down instead of run. */
final class SignalingHouse implements AutoCloseable {
    final RecordingPlane plane = new RecordingPlane();
    final Platform platform;
    final RoomRegistry rooms;
    final DirectRooms direct;
    final HttpClient http = HttpClient.newHttpClient();
    final SignedIn ann;
    final SignedIn bob;
    final Stream stream;
    final Stream secret;
    private final SignalingEndpoint endpoint;
    private final WebServer server;

    SignalingHouse(Path data, SignalingLimits limits) {
        Config config = ConfigLoader.load(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.BIND, "127.0.0.1",
                        Setting.ALLOWED_ORIGINS, "https://friend.example"),
                Map.of(),
                null,
                data);
        platform = Platform.open(
                PlatformSettings.in(data).withPasswordCost(new Argon2Cost(8, 1, 1)), InstantSource.system());
        ann = platform.accounts().register("ann@example.org", "correct horse battery", "Ann");
        bob = platform.accounts().register("bob@example.org", "correct horse battery", "Bob");
        String annId =
                platform.accessTokens().verify(ann.accessToken()).orElseThrow().userId();
        stream = platform.streams().create(annId, new NewStream("Morning", "", Visibility.PUBLIC, 0)).stream();
        secret = platform.streams().create(annId, new NewStream("Secret", "", Visibility.PRIVATE, 0)).stream();
        platform.streams().invite(secret.id(), bob.account().id());
        TurnAccess turn = new ExternalTurn(
                List.of("turn:turn.example.org:3478"), "a secret that is shared", InstantSource.system());
        direct = new DirectRooms(platform.accessTokens()::verify, DirectLimits.DEFAULT, turn);
        platform.accounts().onSessionEnded(direct::cutLogin);
        rooms = new RoomRegistry(
                plane,
                platform.streams(),
                platform.chats(),
                platform.metering(),
                platform.accessTokens()::verify,
                RoomLimits.DEFAULT.withWatchers(50),
                turn);
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        endpoint =
                new SignalingEndpoint(rooms, direct, addresses, new PublicUrls(config.publicUrl(), addresses), limits);
        server = new WebServer(config, null, JsonMapper.builder().build(), List.of(endpoint));
        server.start();
    }

    int port() {
        return server.httpPort();
    }

    SocketClient connect() {
        return connect("/ws", Map.of());
    }

    SocketClient connect(String path, Map<String, String> headers) {
        return SocketClient.connect(http, "ws://127.0.0.1:" + port() + path, headers);
    }

    SocketClient watcher() {
        SocketClient client = connect();
        client.send("{'type':'register','role':'watcher','room':'%s','name':'Guest'}".formatted(stream.id()));
        client.await("registered");
        return client;
    }

    SocketClient presenter() {
        SocketClient client = connect();
        client.send("{'type':'register','role':'presenter','room':'%s','token':'%s'}"
                .formatted(stream.id(), ann.accessToken()));
        client.await("registered");
        return client;
    }

    Set<String> rows() {
        return Set.copyOf(platform.streams().viewers().keySet());
    }

    void closeSignaling() {
        endpoint.close();
    }

    @Override
    public void close() {
        rooms.close();
        direct.close();
        closeSignaling();
        server.stop();
        http.close();
        platform.close();
    }
}
