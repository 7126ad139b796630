package org.lyceum.port.foreign;

/** What all calls of C have in common. Safe to call from any thread. */
public final class ForeignCalls {
    private ForeignCalls() {}

    /**
     * For the signature of method handles: C throws nothing, so this was ours or the virtual machine's.
     *
     * @return to be thrown; an {@link Error} is thrown here
     */
    public static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case RuntimeException ours -> ours;
            default -> new IllegalStateException("a call of C failed", thrown);
        };
    }
}
