package org.lyceum.rtc.dtls;

import org.jspecify.annotations.Nullable;

/**
 * One DTLS association. All methods are called on the owner's thread; an implementation whose library blocks does its
 * work on the executor that it was given and calls {@code wakeUp} (given at construction, any thread) when there is
 * something to drain.
 *
 * <p>Order: {@link #start} once the ICE pair is valid (datagrams that arrive before are kept, a few at most), then
 * {@link #receive} for each DTLS record, {@link #drain} after every call and every wake-up, until {@link #state} is
 * CLOSED or FAILED.
 */
public interface DtlsTransport {
    /** Life of an association. CLOSED: close_notify sent or received. FAILED: see {@link #failure}. */
    enum State {
        NEW,
        CONNECTING,
        CONNECTED,
        CLOSED,
        FAILED
    }

    /** Takes what leaves the association; the array is valid only during the call. */
    interface Output {
        void send(byte[] bytes, int offset, int length);
    }

    void start(long nowNanos);

    /** Takes one DTLS datagram (first byte 20 to 63, RFC 7983). The array may be reused after the call. */
    void receive(byte[] bytes, int offset, int length, long nowNanos);

    /** Hands out every datagram that waits to be sent. */
    void drain(Output output);

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    long deadlineNanos();

    void onDeadline(long nowNanos);

    State state();

    /** Why it failed, in words for a log, or null. */
    @Nullable
    String failure();

    /** Keying material once CONNECTED, null before. */
    @Nullable
    SrtpKeys srtpKeys();

    /** Sends close_notify and ends. */
    void close(long nowNanos);
}
