package org.lyceum.wire.sdp;

/** Text that is no session description, or one beyond the limits; the message is a sentence and repeats nothing of the text. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpException(String message) {
        super(message);
    }
}
