/** Audit: who did what to whom, written in the transaction of the deed itself, so that there is neither without the other. */
@NullMarked
package org.lyceum.platform.audit;

import org.jspecify.annotations.NullMarked;
