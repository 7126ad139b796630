/**
 * Chat: what was said in a stream's room, who may say more, and who keeps order. One room writes a stream's chat at a time, in
 * batches and in order; it knows all rules by heart ({@link org.lyceum.platform.chat.ChatPast}), so that nothing is asked of the
 * database before a message is taken.
 *
 * <p>Not here: people whom a viewer does not want to read. That is the viewer's own business and kept by their browser.
 */
@NullMarked
package org.lyceum.platform.chat;

import org.jspecify.annotations.NullMarked;
