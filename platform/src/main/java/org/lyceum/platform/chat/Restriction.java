package org.lyceum.platform.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Someone who may not write.
 *
 * @param subject whom it holds for: {@link #user} or {@link #guest}
 * @param name what they were called when it was imposed
 * @param until null: until it is lifted
 */
public record Restriction(
        String subject, String name, @Nullable Instant until) {
    private static final String USER = "user:";
    private static final String GUEST = "guest:";

    /** The subject that someone who is signed in is. */
    public static String user(String userId) {
        return USER + userId;
    }

    /** The subject that everyone is who comes from this address and is not signed in: such people have nothing else. */
    public static String guest(String address) {
        return GUEST + address;
    }

    /** The subject as others may read it: a guest's is an address. */
    String told() {
        return subject.startsWith(USER) ? subject : "a guest";
    }

    public boolean holdsAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}
