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
 * original: the path is followed only when the selected one has been silent for {@link #SILENT_NANOS} since. Should anything
 * come over the path that was selected before a check has confirmed the new one ({@link IceAgent#following}), the media goes
 * back there, and nobody is followed for a while. Over these two paths repetitions are signs of life too: a copy that was
 * faster makes its original one. Over any other they tell nothing, for whoever has seen a check and a packet can repeat both
 * from where they like. Confined to the peer's thread.
 */
final class PathFollower {
    // Watchers send feedback about every 100 ms while media comes, publishers send sound every 20.
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long DISTRUST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final IceAgent ice;
    private @Nullable Path suspect;
    private long followNanos = Long.MAX_VALUE;
    private boolean tried;
    private long lastTryNanos;
    private long pauseNanos;
    private boolean following;
    /** The path that was selected when the first one was followed that no check has confirmed yet. */
    private @Nullable Path before;

    PathFollower(IceAgent ice) {
        this.ice = ice;
    }

    /** Whether a packet from a path that is not known is worth decrypting: a newer one, now and then. */
    boolean admits(SrtpReceiver srtp, byte[] bytes, int offset, int length, boolean rtcp, Path path, long nowNanos) {
        if (suspects(path)) {
            return true;
        }
        boolean early = tried && nowNanos - lastTryNanos < pauseNanos;
        if (early
                || suspect != null
                || path.protocol() != Path.Protocol.UDP
                || srtp.ahead(bytes, offset, length, rtcp) == 0) {
            return false;
        }
        pause(RETRY_NANOS, nowNanos);
        return true;
    }

    private void pause(long nanos, long nowNanos) {
        tried = true;
        lastTryNanos = nowNanos;
        pauseNanos = nanos;
    }

    /** An authentic packet that has not come before has come over the path. */
    void heard(Path path, boolean known, long nowNanos) {
        if (known) {
            alive(path, nowNanos);
        } else {
            suspect(path, nowNanos);
        }
    }

    /** A packet that was taken before has come over the path. */
    void repeated(Path path, long nowNanos) {
        alive(path, nowNanos);
    }

    private void alive(Path path, long nowNanos) {
        if (suspect == null && !following) {
            return;
        }
        following = following && ice.following();
        if (path.equals(ice.selected())) {
            dismiss();
        } else if (following && path.equals(before)) {
            dismiss();
            ice.goBack(path);
            following = false;
            pause(DISTRUST_NANOS, nowNanos);
        }
    }

    private void suspect(Path path, long nowNanos) {
        if (suspect == null) {
            suspect = path;
            followNanos = nowNanos + SILENT_NANOS;
        }
    }

    private void dismiss() {
        suspect = null;
        followNanos = Long.MAX_VALUE;
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
            if (!ice.following()) {
                before = ice.selected();
            }
            ice.follow(path, nowNanos);
            following = ice.following();
        }
    }
}
