package org.lyceum.platform.chat;

/** One change to a stream's chat. {@code actor} is the id of the user who makes it. */
public sealed interface ChatWork {
    /**
     * Something is said.
     *
     * @param requestId the client's; the same one again from the same author is the same message
     */
    record Say(String authorId, String authorName, Badge badge, String text, String requestId) implements ChatWork {}

    /** A message is not shown any more. */
    record Delete(long number, String actor) implements ChatWork {}

    /** It is shown again. */
    record Restore(long number, String actor) implements ChatWork {}

    record Restrict(Restriction restriction, String actor) implements ChatWork {}

    /** A restriction is lifted. */
    record Pardon(String subject, String actor) implements ChatWork {}

    record Appoint(String userId, String actor) implements ChatWork {}

    /** Not a moderator any more. */
    record Dismiss(String userId, String actor) implements ChatWork {}

    /** The account of this person was deleted, and what was on its way to the disk at that moment goes after the rest. */
    record Forget(String userId) implements ChatWork {}

    /** Somebody is troubled by a message. */
    record Report(long number, String reporterId, String reason) implements ChatWork {}
}
