/**
 * One RTP stream, received or sent: sequence, loss, reports, rewriting.
 */
@NullMarked
package org.lyceum.rtc.stream;

import org.jspecify.annotations.NullMarked;
