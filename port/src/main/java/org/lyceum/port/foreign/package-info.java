/** Calling C: what everyone who does it has in common. */
@NullMarked
package org.lyceum.port.foreign;

import org.jspecify.annotations.NullMarked;
