/** Recorded sizes of real encoders' frames, and what a publisher needs to send them. */
@NullMarked
package org.lyceum.bench.trace;

import org.jspecify.annotations.NullMarked;
