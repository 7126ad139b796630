/** Room rtc of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.rtc;

import org.jspecify.annotations.NullMarked;
