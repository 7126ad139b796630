/** Calling C: what everyone who does it has in common. */
@NullMarked
package org.lyceum.net.foreign;

import org.jspecify.annotations.NullMarked;
