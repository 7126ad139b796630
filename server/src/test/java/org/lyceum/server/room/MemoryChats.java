package org.lyceum.server.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lyceum.platform.chat.ChatLine;
import org.lyceum.platform.chat.ChatPast;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Restriction;

/** A chat in memory: a room's tests are about what it says to it, not about SQL. */
final class MemoryChats implements ChatFacts {
    static final Instant SOMETIME = Instant.parse("2026-01-02T03:04:05Z");

    /** What was written, in order. */
    final List<ChatWork> written = new ArrayList<>();

    final List<Integer> batches = new ArrayList<>();
    final List<Restriction> restrictions = new ArrayList<>();
    private final List<ChatLine> lines = new ArrayList<>();
    private final Set<Long> deleted = new HashSet<>();
    /** Whether the database is out of order. */
    boolean broken;

    @Override
    public ChatPast open(String streamId) {
        requireOrder();
        return new ChatPast(
                lines.stream().filter(line -> !deleted.contains(line.number())).toList(), Set.of(), restrictions);
    }

    @Override
    public List<ChatResult> apply(String streamId, List<ChatWork> work) {
        requireOrder();
        written.addAll(work);
        batches.add(work.size());
        return work.stream().map(this::apply).toList();
    }

    private ChatResult apply(ChatWork work) {
        return switch (work) {
            case ChatWork.Say said -> {
                ChatLine line = new ChatLine(
                        lines.size() + 1, said.authorId(), said.authorName(), said.badge(), said.text(), SOMETIME);
                lines.add(line);
                yield new ChatResult.Said(line, true);
            }
            case ChatWork.Delete delete -> new ChatResult.Done(deleted.add(delete.number()));
            case ChatWork.Restore restore -> {
                deleted.remove(restore.number());
                yield new ChatResult.Restored(lines.get((int) restore.number() - 1));
            }
            case ChatWork.Forget forget -> {
                lines.stream()
                        .filter(line -> line.authorId().equals(forget.userId()))
                        .map(ChatLine::number)
                        .forEach(deleted::add);
                yield new ChatResult.Done(true);
            }
            default -> new ChatResult.Done(true);
        };
    }

    private void requireOrder() {
        if (broken) {
            throw new IllegalStateException("the database is out of order");
        }
    }
}
