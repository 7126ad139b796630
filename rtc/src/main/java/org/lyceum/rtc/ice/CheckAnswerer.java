package org.lyceum.rtc.ice;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * Authenticates the connectivity checks that come to an agent and writes the answers (RFC 8445, 7.3; RFC 8489, 9.1.3).
 * During a restart the credentials before it are good as well.
 */
final class CheckAnswerer {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    /**
     * An authentic request that is not answered yet.
     *
     * @param fresh made with the newest credentials
     */
    record Check(StunMessage request, Credentials used, boolean fresh) {}

    private final StunWriter writer = new StunWriter();
    private final Outbox outbox;
    private Credentials current;
    private @Nullable Credentials previous;

    CheckAnswerer(Outbox outbox, Credentials local) {
        this.outbox = outbox;
        this.current = local;
    }

    void restart(Credentials local) {
        previous = current;
        current = local;
    }

    /** The restart is over: only the newest credentials count. */
    void forgetPrevious() {
        previous = null;
    }

    Credentials local() {
        return current;
    }

    /**
     * The check in a Binding request, or null where it is none; then it has got the answer that it deserves. A user name
     * that is not ours gets none: the request was for somebody else, or for nobody.
     */
    @Nullable
    Check authenticate(StunMessage request, Path path) {
        String username = request.username();
        if (username == null || !request.hasIntegrity()) {
            outbox.add(writer.error(request, BAD_REQUEST, "Bad Request"), path);
            return null;
        }
        Credentials used = find(username);
        if (used == null) {
            return null;
        }
        if (!request.verifyIntegrity(used.password())) {
            outbox.add(writer.error(request, UNAUTHENTICATED, "Unauthenticated"), path);
            return null;
        }
        int[] unknown = request.unknownComprehensionRequired();
        if (unknown.length > 0) {
            writer.error(request, UNKNOWN_ATTRIBUTE, "Unknown Attribute").unknownAttributes(unknown);
            outbox.add(writer.messageIntegrity(used.password()), path);
            return null;
        }
        return new Check(request, used, used.ufrag().equals(current.ufrag()));
    }

    void succeed(Check check, Path path) {
        writer.success(check.request()).xorMappedAddress(path.remote());
        outbox.add(writer.messageIntegrity(check.used().password()), path);
    }

    /** Tells the other side to change its role (RFC 8445, 7.3.1.1). */
    void refuseRole(Check check, Path path) {
        writer.error(check.request(), ROLE_CONFLICT, "Role Conflict");
        outbox.add(writer.messageIntegrity(check.used().password()), path);
    }

    // RFC 8445, 7.3: the part of USERNAME before the colon is ours.
    private @Nullable Credentials find(String username) {
        int colon = username.indexOf(':');
        String ufrag = colon < 0 ? username : username.substring(0, colon);
        if (ufrag.equals(current.ufrag())) {
            return current;
        }
        return previous != null && ufrag.equals(previous.ufrag()) ? previous : null;
    }
}
