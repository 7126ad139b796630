package org.lyceum.platform.chat;

import java.util.List;
import java.util.Set;

/**
 * What a room knows of its stream's chat when it opens.
 *
 * @param lines the newest that stand, oldest first
 * @param moderators ids of users
 */
public record ChatPast(List<ChatLine> lines, Set<String> moderators, List<Restriction> restrictions) {
    public ChatPast {
        lines = List.copyOf(lines);
        moderators = Set.copyOf(moderators);
        restrictions = List.copyOf(restrictions);
    }
}
