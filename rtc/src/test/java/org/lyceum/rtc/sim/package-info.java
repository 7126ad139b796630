/**
 * A network, its time and its accidents, simulated: deterministic for a seed.
 */
@NullMarked
package org.lyceum.rtc.sim;

import org.jspecify.annotations.NullMarked;
