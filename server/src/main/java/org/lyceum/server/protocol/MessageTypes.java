package org.lyceum.server.protocol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The word for each message record: its simple name in kebab-case. */
public final class MessageTypes {
    private static final Map<String, Class<? extends ClientMessage>> CLIENT = named(ClientMessage.class);
    private static final Map<String, Class<? extends DirectMessage>> DIRECT_CLIENT = named(DirectMessage.class);
    private static final Map<String, Class<? extends ServerMessage>> SERVER = named(ServerMessage.class);
    private static final Map<String, Class<? extends ServerMessage.Direct>> DIRECT_SERVER =
            named(ServerMessage.Direct.class);

    private MessageTypes() {}

    /** Type to record, of all that a client may send. */
    public static Map<String, Class<? extends ClientMessage>> ofClient() {
        return CLIENT;
    }

    /** Type to record, of all that a client may send in a direct room once it has registered. */
    public static Map<String, Class<? extends DirectMessage>> ofDirectClient() {
        return DIRECT_CLIENT;
    }

    /** Type to record, of all that the server may send in broadcasts. */
    public static Map<String, Class<? extends ServerMessage>> ofServer() {
        return SERVER;
    }

    /** Type to record, of what the server sends in direct rooms alone. */
    public static Map<String, Class<? extends ServerMessage.Direct>> ofDirectServer() {
        return DIRECT_SERVER;
    }

    /** The word for this record, {@code IceCandidate} being {@code ice-candidate}. */
    public static String nameOf(Class<?> message) {
        return message.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static <T> Map<String, Class<? extends T>> named(Class<T> root) {
        Map<String, Class<? extends T>> types = new LinkedHashMap<>();
        collect(root, root, types);
        return Map.copyOf(types);
    }

    /** Words of a shape of room are no words of another: a branch with a vocabulary of its own is left out. */
    private static <T> void collect(Class<T> root, Class<?> node, Map<String, Class<? extends T>> types) {
        if (node == ServerMessage.Direct.class && node != root) {
            return;
        }
        if (node.isRecord()) {
            types.put(nameOf(node), node.asSubclass(root));
        } else {
            Arrays.stream(node.getPermittedSubclasses()).forEach(child -> collect(root, child, types));
        }
    }
}
