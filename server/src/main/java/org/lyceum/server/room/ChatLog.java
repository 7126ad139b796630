package org.lyceum.server.room;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.lyceum.platform.chat.ChatWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the database on {@code executor}, so that no room does, and mails what came of it. From any thread. */
final class ChatLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChatLog.class);

    private final ChatFacts chats;
    private final Executor executor;

    ChatLog(ChatFacts chats, Executor executor) {
        this.chats = chats;
        this.executor = executor;
    }

    /** Mails {@link RoomMessage.ChatOpened}, always. */
    void open(String streamId, Consumer<RoomMessage> mail) {
        executor.execute(() -> {
            RoomMessage answer = new RoomMessage.ChatOpened(null);
            try {
                answer = new RoomMessage.ChatOpened(chats.open(streamId));
            } catch (RuntimeException e) {
                LOG.warn("the chat of stream {} could not be read", streamId, e);
            } finally {
                mail.accept(answer);
            }
        });
    }

    /** Mails {@link RoomMessage.ChatWritten}, always. */
    void write(String streamId, List<ChatWork> work, Consumer<RoomMessage> mail) {
        executor.execute(() -> {
            RoomMessage answer = new RoomMessage.ChatWritten(null);
            try {
                answer = new RoomMessage.ChatWritten(chats.apply(streamId, work));
            } catch (RuntimeException e) {
                LOG.warn("{} changes to the chat of stream {} could not be written", work.size(), streamId, e);
            } finally {
                mail.accept(answer);
            }
        });
    }
}
