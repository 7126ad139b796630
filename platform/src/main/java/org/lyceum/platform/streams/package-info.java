/**
 * Streams: the channels of creators, their keys, their publish sessions, and who watched.
 * What a stream shows and carries is the media side's; here is only what is true of it.
 */
@NullMarked
package org.lyceum.platform.streams;

import org.jspecify.annotations.NullMarked;
