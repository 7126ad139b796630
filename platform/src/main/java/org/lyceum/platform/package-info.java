/** Room platform of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.platform;

import org.jspecify.annotations.NullMarked;
