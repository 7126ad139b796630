package org.lyceum.server.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;

/**
 * A room's changes to its chat, on their way to the disk: in order, one batch at a time. What comes while a batch is being written is
 * the next batch, so that a slow disk makes larger ones and not longer queues. Confined to the room's thread.
 */
final class ChatJournal {
    /** More than that waits only for a database that does not answer. */
    static final int MOST_WAITING = 500;

    private static final int MOST_TOGETHER = 200;

    /** @param then told what came of it once it is on the disk; null where it is not, and will not be */
    private record Entry(ChatWork work, Consumer<@Nullable ChatResult> then) {}

    private final RoomContext context;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private List<Entry> writing = List.of();

    ChatJournal(RoomContext context) {
        this.context = context;
    }

    /**
     * @param then told what came of it once it is on the disk; null where it is not, and will not be
     * @return false where so much waits already that this one is not taken
     */
    boolean add(ChatWork work, Consumer<@Nullable ChatResult> then) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        insist(work, then);
        return true;
    }

    /** The same for what may not be refused, and is rare. */
    void insist(ChatWork work, Consumer<@Nullable ChatResult> then) {
        waiting.addLast(new Entry(work, then));
        if (writing.isEmpty()) {
            writeNext();
        }
    }

    /** @param results of the batch that was being written; null where it could not be */
    void written(@Nullable List<ChatResult> results) {
        List<Entry> batch = writing;
        writing = List.of();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).then().accept(results == null ? null : results.get(i));
        }
        if (writing.isEmpty()) {
            writeNext();
        }
    }

    /** Nothing waits for the disk. */
    boolean isDone() {
        return writing.isEmpty() && waiting.isEmpty();
    }

    private void writeNext() {
        List<Entry> batch = new ArrayList<>();
        while (batch.size() < MOST_TOGETHER && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        if (!batch.isEmpty()) {
            writing = batch;
            context.chatLog()
                    .write(context.id(), batch.stream().map(Entry::work).toList(), context.mail());
        }
    }
}
