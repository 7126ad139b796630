package org.lyceum.platform.chat;

import java.time.Instant;

/**
 * One message, committed.
 *
 * @param number of its stream, from 1 on, in the order of the commits
 * @param authorId a user's id; of a guest the participant's
 */
public record ChatLine(long number, String authorId, String authorName, Badge badge, String text, Instant sentAt) {}
