package org.lyceum.rtc.peer;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.IceAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.srtp.SrtpReceiver;

/**
 * Follows a peer to the address that a NAT has given it, without waiting seconds for its next check (RFC 7675, 5.1). Media is
 * what it says it is wherever it comes from, so that a packet newer than all others of its SSRC is taken from an unknown path
 * too. Where to send is another matter, for somebody between may send copies of what they see and be faster than the
 * original: the {@linkplain IceAgent#suspect ICE agent} asks there at once, and {@linkplain IceAgent#follow selects} the path
 * only if that is answered and the selected one has been silent for {@link #SILENT_NANOS} since. Repetitions over the selected path are signs
 * of life too: a copy that was faster makes its original one. Over any other they tell nothing, for whoever has seen a packet can
 * repeat it from where they like. Confined to the peer's thread.
 */
final class PathFollower {
    // Watchers send feedback about every 100 ms while media comes, publishers send sound every 20.
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final IceAgent ice;
    private @Nullable Path suspect;
    private long followNanos = Long.MAX_VALUE;
    private boolean tried;
    private long lastTryNanos;

    PathFollower(IceAgent ice) {
        this.ice = ice;
    }

    /** Whether a packet from a path that is not known is worth decrypting: a newer one, now and then. */
    boolean admits(SrtpReceiver srtp, byte[] bytes, int offset, int length, boolean rtcp, Path path, long nowNanos) {
        if (suspects(path)) {
            return true;
        }
        boolean early = tried && nowNanos - lastTryNanos < RETRY_NANOS;
        if (early
                || suspect != null
                || path.protocol() != Path.Protocol.UDP
                || srtp.ahead(bytes, offset, length, rtcp) == 0) {
            return false;
        }
        tried = true;
        lastTryNanos = nowNanos;
        return true;
    }

    /**
     * An authentic packet that has not come before has come over the path.
     *
     * @return whether the ICE agent may have something to say of it, or the deadline is another one
     */
    boolean heard(Path path, long nowNanos) {
        if (path.equals(ice.selected())) {
            return dismiss();
        }
        if (suspect == null && path.protocol() == Path.Protocol.UDP) {
            suspect = path;
            followNanos = nowNanos + SILENT_NANOS;
            ice.suspect(path, nowNanos);
        }
        return true;
    }

    /** A packet that was taken before has come over the path. */
    void repeated(Path path) {
        if (path.equals(ice.selected())) {
            dismiss();
        }
    }

    private boolean dismiss() {
        boolean suspected = suspect != null;
        suspect = null;
        followNanos = Long.MAX_VALUE;
        return suspected;
    }

    boolean suspects(Path path) {
        return path.equals(suspect);
    }

    long deadlineNanos() {
        return followNanos;
    }

    void onDeadline(long nowNanos) {
        Path path = suspect;
        if (path != null) {
            dismiss();
            ice.follow(path, nowNanos);
        }
    }
}
