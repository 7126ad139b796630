package org.lyceum.rtc.dtls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * Brings the records of the peer's last flight into the one order that the library survives.
 *
 * <p>The library changes to the new read epoch as soon as it sees ChangeCipherSpec after the ClientKeyExchange. A
 * CertificateVerify that was lost or overtaken is then refused for ever, however often it is sent again, and an encrypted
 * record that overtakes ChangeCipherSpec is lost. So ChangeCipherSpec waits here until the flight before it is complete, and
 * the newest early encrypted record waits for ChangeCipherSpec. Unencrypted records that no handshake has (application
 * data) are dropped: their sequence numbers would move the library's replay window. So are encrypted records too short for
 * AES-GCM, which the library takes for an error of the peer and not for noise.
 *
 * <pre>
 * record:     | type 1 | version 2 | epoch 2 | sequence 6 | length 2 | fragment ...
 * handshake:  | type 1 | length 3 | message_seq 2 | fragment_offset 3 | fragment_length 3 | body ...
 * </pre>
 */
final class FlightOrder {
    /** Takes records one by one, each as a datagram of its own; the array is valid only during the call. */
    interface Sink {
        void accept(byte[] bytes, int offset, int length);
    }

    private static final int RECORD_HEADER_BYTES = 13;
    private static final int HANDSHAKE_HEADER_BYTES = 12;
    private static final int MIN_ENCRYPTED_BYTES = 8 + 16; // explicit nonce and tag of AES-GCM (RFC 5288, 3)
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    // RFC 5246, 7.4: what a client with a certificate sends before its ChangeCipherSpec.
    private static final int[] CLIENT_FLIGHT = {11, 16, 15}; // Certificate, ClientKeyExchange, CertificateVerify
    private static final int[] SERVER_FLIGHT = {};

    private final int[] awaited;
    private final int[] covered; // bytes of each awaited message that have come, counted from its start
    private final boolean[] complete;
    private byte @Nullable [] heldChange;
    private byte @Nullable [] heldEncrypted;
    private boolean changed;

    /** For the records that come to an end with this role. */
    FlightOrder(DtlsRole role) {
        awaited = role == DtlsRole.SERVER ? CLIENT_FLIGHT : SERVER_FLIGHT;
        covered = new int[awaited.length];
        complete = new boolean[awaited.length];
    }

    /** Takes a datagram apart and passes on, now or later, what the library may see. */
    void pass(byte[] b, int off, int len, Sink sink) {
        int end = off + len;
        for (int at = off; end - at >= RECORD_HEADER_BYTES; ) {
            int recordLength = RECORD_HEADER_BYTES + Bytes.u16(b, at + 11);
            if (recordLength > end - at) {
                return; // cut short, RFC 6347, 4.1: discarded
            }
            passRecord(b, at, recordLength, sink);
            at += recordLength;
        }
    }

    /**
     * The same once the handshake is over: unencrypted records are kept from the library, which takes a malformed one for
     * the end of the association although anybody could have sent it.
     *
     * @return whether the datagram has records of a handshake's last flight, which is repeated where ours was lost
     */
    boolean passEncrypted(byte[] b, int off, int len, Sink sink) {
        boolean repeated = false;
        int end = off + len;
        for (int at = off; end - at >= RECORD_HEADER_BYTES; ) {
            int recordLength = RECORD_HEADER_BYTES + Bytes.u16(b, at + 11);
            if (recordLength > end - at) {
                break;
            }
            int type = Bytes.u8(b, at);
            if (Bytes.u16(b, at + 3) != 0) {
                passEncryptedRecord(b, at, recordLength, sink);
            } else if (type == HANDSHAKE || type == CHANGE_CIPHER_SPEC) {
                repeated = true;
            }
            at += recordLength;
        }
        return repeated;
    }

    private void passRecord(byte[] b, int off, int len, Sink sink) {
        if (Bytes.u16(b, off + 3) != 0) {
            passEncryptedRecord(b, off, len, sink);
            return;
        }
        switch (Bytes.u8(b, off)) {
            case HANDSHAKE -> {
                sink.accept(b, off, len);
                note(b, off + RECORD_HEADER_BYTES, len - RECORD_HEADER_BYTES);
                releaseChange(sink);
            }
            case CHANGE_CIPHER_SPEC -> {
                heldChange = Arrays.copyOfRange(b, off, off + len);
                releaseChange(sink);
            }
            case ALERT -> sink.accept(b, off, len);
            default -> {}
        }
    }

    private void passEncryptedRecord(byte[] b, int off, int len, Sink sink) {
        if (len < RECORD_HEADER_BYTES + MIN_ENCRYPTED_BYTES) {
            return;
        }
        if (changed) {
            sink.accept(b, off, len);
        } else {
            heldEncrypted = Arrays.copyOfRange(b, off, off + len);
        }
    }

    private void releaseChange(Sink sink) {
        byte[] change = heldChange;
        if (change == null || !flightComplete()) {
            return;
        }
        sink.accept(change, 0, change.length);
        heldChange = null;
        changed = true;
        byte[] encrypted = heldEncrypted;
        if (encrypted != null) {
            sink.accept(encrypted, 0, encrypted.length);
            heldEncrypted = null;
        }
    }

    private boolean flightComplete() {
        for (boolean messageComplete : complete) {
            if (!messageComplete) {
                return false;
            }
        }
        return true;
    }

    /** Remembers which of the awaited messages a handshake record completes; a record may hold several. */
    private void note(byte[] b, int off, int len) {
        int end = off + len;
        for (int at = off; end - at >= HANDSHAKE_HEADER_BYTES; ) {
            int fragmentLength = Bytes.u24(b, at + 9);
            if (fragmentLength > end - at - HANDSHAKE_HEADER_BYTES) {
                return;
            }
            noteFragment(Bytes.u8(b, at), Bytes.u24(b, at + 1), Bytes.u24(b, at + 6), fragmentLength);
            at += HANDSHAKE_HEADER_BYTES + fragmentLength;
        }
    }

    private void noteFragment(int type, int messageLength, int fragmentOffset, int fragmentLength) {
        for (int i = 0; i < awaited.length; i++) {
            if (awaited[i] == type && fragmentOffset <= covered[i]) {
                covered[i] = Math.max(covered[i], fragmentOffset + fragmentLength);
                complete[i] |= covered[i] >= messageLength;
            }
        }
    }
}
