/** Tips: money with a word beside it, given to whoever runs a stream, in front of everyone who watches it. */
@NullMarked
package org.lyceum.platform.tips;

import org.jspecify.annotations.NullMarked;
