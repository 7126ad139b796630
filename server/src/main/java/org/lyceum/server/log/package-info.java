/** Log lines: where they go, in which form, and what never gets into them. */
@NullMarked
package org.lyceum.server.log;

import org.jspecify.annotations.NullMarked;
