/** Room wire of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.wire;

import org.jspecify.annotations.NullMarked;
