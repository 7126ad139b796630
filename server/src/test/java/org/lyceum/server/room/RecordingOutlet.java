package org.lyceum.server.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ServerMessage;

/** A client's end, in memory. */
final class RecordingOutlet implements Outlet {
    final List<ServerMessage> messages = new ArrayList<>();
    private final String address;

    RecordingOutlet() {
        this("192.0.2.1");
    }

    RecordingOutlet(String address) {
        this.address = address;
    }

    @Nullable
    CloseCode closed;

    @Override
    public void send(ServerMessage message) {
        if (closed == null) {
            messages.add(message);
        }
    }

    @Override
    public Client client() {
        return new Client(address, "live.example.org", false);
    }

    @Override
    public void ping() {}

    @Override
    public long heard() {
        return 0;
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (closed == null) {
            closed = code;
        }
    }

    <T extends ServerMessage> List<T> all(Class<T> type) {
        return messages.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends ServerMessage> T last(Class<T> type) {
        List<T> all = all(type);
        if (all.isEmpty()) {
            throw new AssertionError("no " + type.getSimpleName() + " among " + messages);
        }
        return all.getLast();
    }

    List<ErrorCode> errors() {
        return all(ServerMessage.Error.class).stream()
                .map(ServerMessage.Error::code)
                .toList();
    }
}
