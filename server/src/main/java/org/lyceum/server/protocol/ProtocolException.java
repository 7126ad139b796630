package org.lyceum.server.protocol;

import org.jspecify.annotations.Nullable;

/** A message or a wish that is answered with an {@code error}; the text is a sentence for the client. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String requestType;

    public ProtocolException(ErrorCode code, String message) {
        this(code, message, null);
    }

    ProtocolException(ErrorCode code, String message, @Nullable String requestType) {
        super(message, null, false, false);
        this.code = code;
        this.requestType = requestType;
    }

    public ErrorCode code() {
        return code;
    }

    /** The type of the message at fault, where it could be read. */
    public @Nullable String requestType() {
        return requestType;
    }

    /** The sentence; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    public ServerMessage.Error toError(@Nullable String fallbackRequestType) {
        return new ServerMessage.Error(code, getMessage(), requestType == null ? fallbackRequestType : requestType);
    }
}
