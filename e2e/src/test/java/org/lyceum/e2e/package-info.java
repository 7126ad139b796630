/** Real browsers against the real server. */
@NullMarked
package org.lyceum.e2e;

import org.jspecify.annotations.NullMarked;
