package org.lyceum.net;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Which peer an ICE user fragment belongs to; read by every loop, written by signaling. */
final class PeerDirectory {
    /** A peer under one of its user fragments, with the key that its first check must be signed with. */
    @SuppressWarnings("ArrayRecordComponent") // looked up, never compared
    record Entry(PeerSession session, byte[] password) {}

    private final ConcurrentMap<String, Entry> byUfrag = new ConcurrentHashMap<>();

    void register(String ufrag, String password, PeerSession session) {
        byUfrag.put(ufrag, new Entry(session, password.getBytes(StandardCharsets.UTF_8)));
    }

    void forget(Collection<String> ufrags) {
        ufrags.forEach(byUfrag::remove);
    }

    /**
     * Finds the peer that a check is for.
     *
     * @param username of a Binding request: our user fragment, a colon, theirs (RFC 8445, 7.2.2)
     */
    @Nullable
    Entry find(String username) {
        int colon = username.indexOf(':');
        return colon < 0 ? null : byUfrag.get(username.substring(0, colon));
    }

    Collection<Entry> entries() {
        return byUfrag.values();
    }

    int size() {
        return byUfrag.size();
    }
}
