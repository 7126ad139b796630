/** Room server of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.server;

import org.jspecify.annotations.NullMarked;
