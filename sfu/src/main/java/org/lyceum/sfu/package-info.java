/** Room sfu of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.sfu;

import org.jspecify.annotations.NullMarked;
