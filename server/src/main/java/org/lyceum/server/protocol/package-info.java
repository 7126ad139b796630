/**
 * The words of the signaling protocol: every message as a record, read strictly and written plainly. The reference for people
 * is docs/protocol.md, which a test holds against these records. Nothing here has state or a thread.
 *
 * <p>Not here yet: the messages of classes (active-speakers, hand, moderate, focus), chat and tips.
 */
@NullMarked
package org.lyceum.server.protocol;

import org.jspecify.annotations.NullMarked;
