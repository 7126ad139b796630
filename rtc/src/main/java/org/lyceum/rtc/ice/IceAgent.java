package org.lyceum.rtc.ice;

import org.jspecify.annotations.Nullable;

/**
 * One ICE agent with one component (rtcp-mux), sans-IO. Called on its owner's thread only: {@link #receive} for each STUN
 * datagram, {@link #onDeadline} when {@link #deadlineNanos} has come, and {@link #drain} after either. Times are
 * nanoseconds of one monotonic clock.
 */
public interface IceAgent {
    /** NEW: nobody has come. CONNECTED: a path is valid. EXPIRED: nobody came, or checks stopped; final. */
    enum State {
        NEW,
        CONNECTED,
        EXPIRED
    }

    /** Takes what leaves the agent; the array is valid only during the call. */
    interface Output {
        void send(byte[] bytes, int offset, int length, Path path);
    }

    void receive(byte[] bytes, int offset, int length, Path path, long nowNanos);

    void drain(Output output);

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    long deadlineNanos();

    void onDeadline(long nowNanos);

    State state();

    /** The path that media takes now, null before the first valid check. */
    @Nullable
    Path selected();

    /** Whether an authenticated check has come over this path, so that its media is this peer's. */
    boolean knows(Path path);

    /** Authentic media has come over another path: whether the peer is there may be asked already, in case it is to be followed. */
    void suspect(Path path, long nowNanos);

    /**
     * Authentic media has come over another path, and the selected one has fallen silent: a NAT has given the other side another
     * address. The agent checks the path and takes it once that is answered. Consent is not given by it (RFC 7675, 5.1): the
     * time to expire goes on.
     */
    void follow(Path path, long nowNanos);

    /** How many times a path was asked as often as it is worth and has not answered; a total since the start. */
    long unanswered();

    /** New credentials after an ICE restart (RFC 8445, 9); the old path carries media until a new one is valid. */
    void restart(String localUfrag, String localPwd, String remoteUfrag, String remotePwd, long nowNanos);
}
