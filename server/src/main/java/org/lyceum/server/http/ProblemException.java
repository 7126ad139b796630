package org.lyceum.server.http;

/** Ends a handler with a {@link Problem} as the answer; for refusals that a client caused or must hear of. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public ProblemException(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Problem problem() {
        return Problem.of(status, code, String.valueOf(getMessage()));
    }
}
