/**
 * What a payload tells of its frame: VP8, VP9, H.264, AV1, Opus and RED.
 */
@NullMarked
package org.lyceum.wire.codec;

import org.jspecify.annotations.NullMarked;
