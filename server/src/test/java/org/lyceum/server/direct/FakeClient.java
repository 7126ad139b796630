package org.lyceum.server.direct;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.room.Outlet;

/** A client's end, in memory, which answers Pings while it {@link #lives}. */
final class FakeClient implements Outlet {
    final List<ServerMessage> messages = new ArrayList<>();
    private final Client client;
    boolean lives = true;
    int pings;
    private long heard;

    @Nullable
    CloseCode closed;

    FakeClient(Client client) {
        this.client = client;
    }

    @Override
    public void send(ServerMessage message) {
        if (closed == null) {
            messages.add(message);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        closed = closed == null ? code : closed;
    }

    @Override
    public void ping() {
        pings++;
        heard += lives ? 1 : 0;
    }

    @Override
    public long heard() {
        return heard;
    }

    @Override
    public Client client() {
        return client;
    }

    /** What came since the last call. */
    List<ServerMessage> news() {
        List<ServerMessage> news = List.copyOf(messages);
        messages.clear();
        return news;
    }

    ServerMessage.Direct.Registered welcome() {
        return messages.stream()
                .filter(ServerMessage.Direct.Registered.class::isInstance)
                .map(ServerMessage.Direct.Registered.class::cast)
                .findFirst()
                .orElseThrow();
    }

    List<ErrorCode> errors() {
        return messages.stream()
                .filter(ServerMessage.Error.class::isInstance)
                .map(message -> ((ServerMessage.Error) message).code())
                .toList();
    }
}
