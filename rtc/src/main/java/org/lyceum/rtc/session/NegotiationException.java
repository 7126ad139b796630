package org.lyceum.rtc.session;

/**
 * An offer, answer or ICE fragment that cannot be accepted. {@link #code} is stable and meant for programs,
 * {@link #getMessage} is a sentence for the person on the other side; neither repeats what was sent.
 */
public final class NegotiationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    public NegotiationException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** In kebab-case, {@code bundle-required} for instance. */
    public String code() {
        return code;
    }
}
