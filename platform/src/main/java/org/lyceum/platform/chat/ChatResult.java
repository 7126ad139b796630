package org.lyceum.platform.chat;

/** What came of a {@link ChatWork}; it is committed. */
public sealed interface ChatResult {
    /** @param isNew false where it had been said before, by the same request */
    record Said(ChatLine line, boolean isNew) implements ChatResult {}

    /** It stands again. */
    record Restored(ChatLine line) implements ChatResult {}

    /** @param changed false where it was so already, or there is nothing to change */
    record Done(boolean changed) implements ChatResult {}
}
