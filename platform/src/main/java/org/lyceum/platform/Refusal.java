package org.lyceum.platform;

/**
 * The domain says no to a request, in words for the person who made it. It is part of normal life: it carries no stack
 * trace, and it is not logged.
 */
public final class Refusal extends RuntimeException {
    public enum Kind {
        /** A value that can not be taken; the sentence names its field. */
        INVALID,
        /** Nobody has proved who they are. */
        UNAUTHENTICATED,
        /** They have, and may not. */
        FORBIDDEN,
        NOT_FOUND,
        /** It clashes with what is there. */
        CONFLICT,
        /** Said before under the same name, and differently. */
        CONTRADICTION,
        /** Too much at once; later it will work. */
        BUSY
    }

    private final Kind kind;
    private final String code;

    public Refusal(Kind kind, String code, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
        this.code = code;
    }

    /** A value that can not be taken; the sentence names its field. */
    public static Refusal invalid(String sentence) {
        return new Refusal(Kind.INVALID, "invalid-field", sentence);
    }

    public Kind kind() {
        return kind;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    /** What to say to the person. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
