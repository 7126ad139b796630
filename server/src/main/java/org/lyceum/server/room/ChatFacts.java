package org.lyceum.server.room;

import java.util.List;
import org.lyceum.platform.chat.ChatPast;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Chats;

/** What rooms write down of their chats; see {@link Chats} for each. Every method waits for the database. */
interface ChatFacts {
    ChatPast open(String streamId);

    List<ChatResult> apply(String streamId, List<ChatWork> work);

    static ChatFacts of(Chats chats) {
        return new ChatFacts() {
            @Override
            public ChatPast open(String streamId) {
                return chats.open(streamId);
            }

            @Override
            public List<ChatResult> apply(String streamId, List<ChatWork> work) {
                return chats.apply(streamId, work);
            }
        };
    }
}
