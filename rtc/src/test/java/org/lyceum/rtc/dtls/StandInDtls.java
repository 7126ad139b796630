package org.lyceum.rtc.dtls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.wire.Bytes;

/**
 * A stand-in for DTLS in simulated networks: two flights each way, retransmitted in virtual time, deterministic, without any
 * library or thread. It has DTLS's looks (first byte, RFC 7983), roles, fingerprints, states and failures, and none of its
 * security: the keys follow from two random values that travel in the clear.
 *
 * <pre>
 * client                         server
 *   HELLO(fingerprint, random) -->
 *                          <-- HELLO(fingerprint, random)
 *   FINISHED(digest)           -->
 *                          <-- FINISHED(digest)
 * </pre>
 */
public final class StandInDtls implements DtlsTransport {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_600);
    private static final int KEPT_BEFORE_START = 8;

    private static final int HEADER_BYTES = 14; // a record header, and the kind
    private static final int RANDOM_BYTES = 32;
    private static final int DIGEST_BYTES = 32;

    private enum Kind {
        HELLO(1),
        FINISHED(20),
        CLOSE_NOTIFY(0),
        BAD_CERTIFICATE(42);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private final DtlsRole role;
    private final Fingerprint local;
    private final Fingerprint remote;
    private final Runnable wakeUp;
    private final byte[] localRandom = new byte[RANDOM_BYTES];
    private final ArrayDeque<byte[]> outbound = new ArrayDeque<>();
    private final ArrayDeque<byte[]> early = new ArrayDeque<>();
    private State state = State.NEW;
    private @Nullable String failure;
    private byte @Nullable [] remoteRandom;
    private byte @Nullable [] flight; // what is sent again until it is answered
    private long waitNanos;
    private long resendNanos = Long.MAX_VALUE;
    private long limitNanos = Long.MAX_VALUE;

    StandInDtls(DtlsRole role, Fingerprint local, Fingerprint remote, Runnable wakeUp, RandomGenerator random) {
        this.role = role;
        this.local = local;
        this.remote = remote;
        this.wakeUp = wakeUp;
        random.nextBytes(localRandom);
    }

    @Override
    public void start(long nowNanos) {
        if (state != State.NEW) {
            return;
        }
        state = State.CONNECTING;
        limitNanos = nowNanos + LIMIT_NANOS;
        if (role == DtlsRole.CLIENT) {
            begin(hello(), nowNanos);
        }
        for (byte[] datagram = early.poll(); datagram != null; datagram = early.poll()) {
            receive(datagram, 0, datagram.length, nowNanos);
        }
    }

    @Override
    public void receive(byte[] bytes, int offset, int length, long nowNanos) {
        Kind kind = kind(bytes, offset, length);
        if (kind == null) {
            return;
        }
        if (state == State.NEW) {
            if (early.size() < KEPT_BEFORE_START) {
                early.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }
            return;
        }
        byte[] body = Arrays.copyOfRange(bytes, offset + HEADER_BYTES, offset + length);
        switch (kind) {
            case HELLO -> receiveHello(body, nowNanos);
            case FINISHED -> receiveFinished(body);
            case CLOSE_NOTIFY -> {
                if (state == State.CONNECTED && Arrays.equals(body, finishedDigest())) {
                    end(State.CLOSED, null);
                }
            }
            case BAD_CERTIFICATE -> {
                if (state == State.CONNECTING) {
                    end(State.FAILED, "the peer refused the handshake: bad_certificate");
                }
            }
        }
    }

    private void receiveHello(byte[] body, long nowNanos) {
        if (state != State.CONNECTING || body.length <= RANDOM_BYTES) {
            return;
        }
        String announced = new String(body, RANDOM_BYTES, body.length - RANDOM_BYTES, StandardCharsets.UTF_8);
        if (!announced.equals(remote.value())) {
            send(message(Kind.BAD_CERTIFICATE, new byte[0]));
            end(State.FAILED, "the peer's certificate has not the announced fingerprint");
            return;
        }
        byte[] known = remoteRandom;
        if (known != null && !Arrays.equals(known, 0, RANDOM_BYTES, body, 0, RANDOM_BYTES)) {
            return;
        }
        remoteRandom = Arrays.copyOf(body, RANDOM_BYTES);
        if (role == DtlsRole.SERVER) {
            send(hello()); // as often as it is asked for
        } else if (known == null) {
            begin(message(Kind.FINISHED, finishedDigest()), nowNanos);
        }
    }

    private void receiveFinished(byte[] body) {
        boolean right = remoteRandom != null && Arrays.equals(body, finishedDigest());
        if (!right || state == State.CLOSED || state == State.FAILED) {
            return;
        }
        if (role == DtlsRole.SERVER) {
            send(message(Kind.FINISHED, finishedDigest())); // also when the last flight is repeated
        }
        if (state == State.CONNECTING) {
            state = State.CONNECTED;
            resendNanos = Long.MAX_VALUE;
            limitNanos = Long.MAX_VALUE;
            wakeUp.run();
        }
    }

    @Override
    public void drain(Output output) {
        for (byte[] datagram = outbound.poll(); datagram != null; datagram = outbound.poll()) {
            output.send(datagram, 0, datagram.length);
        }
    }

    @Override
    public long deadlineNanos() {
        return Math.min(resendNanos, limitNanos);
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (nowNanos >= limitNanos) {
            end(State.FAILED, "the handshake took longer than 15 s");
        } else if (nowNanos >= resendNanos && flight != null) {
            send(flight);
            waitNanos = Math.min(2 * waitNanos, MAX_WAIT_NANOS);
            resendNanos = nowNanos + waitNanos;
        }
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public @Nullable SrtpKeys srtpKeys() {
        if (remoteRandom == null || (state != State.CONNECTED && state != State.CLOSED)) {
            return null;
        }
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] clientKey = Arrays.copyOf(digest("client key"), profile.keyBytes());
        byte[] clientSalt = Arrays.copyOf(digest("client salt"), profile.saltBytes());
        byte[] serverKey = Arrays.copyOf(digest("server key"), profile.keyBytes());
        byte[] serverSalt = Arrays.copyOf(digest("server salt"), profile.saltBytes());
        return role == DtlsRole.CLIENT
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    @Override
    public void close(long nowNanos) {
        if (state == State.CONNECTED) {
            send(message(Kind.CLOSE_NOTIFY, finishedDigest()));
        }
        end(State.CLOSED, null);
    }

    private void begin(byte[] newFlight, long nowNanos) {
        flight = newFlight;
        waitNanos = FIRST_WAIT_NANOS;
        resendNanos = nowNanos + waitNanos;
        send(newFlight);
    }

    private void send(byte[] datagram) {
        outbound.add(datagram);
    }

    private void end(State last, @Nullable String why) {
        if (state == State.CLOSED || state == State.FAILED) {
            return;
        }
        state = last;
        failure = why;
        resendNanos = Long.MAX_VALUE;
        limitNanos = Long.MAX_VALUE;
        wakeUp.run();
    }

    private byte[] hello() {
        byte[] fingerprint = local.value().getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(localRandom, RANDOM_BYTES + fingerprint.length);
        System.arraycopy(fingerprint, 0, body, RANDOM_BYTES, fingerprint.length);
        return message(Kind.HELLO, body);
    }

    private byte[] finishedDigest() {
        return remoteRandom == null ? new byte[DIGEST_BYTES] : digest("finished");
    }

    private byte[] digest(String label) {
        byte[] other = remoteRandom == null ? new byte[RANDOM_BYTES] : remoteRandom;
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(role == DtlsRole.CLIENT ? localRandom : other);
            sha.update(role == DtlsRole.CLIENT ? other : localRandom);
            return sha.digest(label.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] message(Kind kind, byte[] body) {
        byte[] datagram = new byte[HEADER_BYTES + body.length];
        datagram[0] = (byte) (kind == Kind.HELLO || kind == Kind.FINISHED ? 22 : 21);
        Bytes.put16(datagram, 1, 0xFEFD);
        Bytes.put16(datagram, 11, 1 + body.length);
        datagram[13] = (byte) kind.code;
        System.arraycopy(body, 0, datagram, HEADER_BYTES, body.length);
        return datagram;
    }

    private static @Nullable Kind kind(byte[] b, int off, int length) {
        boolean whole = length >= HEADER_BYTES
                && Bytes.u16(b, off + 1) == 0xFEFD
                && Bytes.u16(b, off + 11) == length - HEADER_BYTES + 1;
        for (Kind kind : Kind.values()) {
            if (whole && b[off + 13] == kind.code) {
                return kind;
            }
        }
        return null;
    }
}
