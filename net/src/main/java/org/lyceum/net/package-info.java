/** Room net of the house; see docs/architecture.md. */
@NullMarked
package org.lyceum.net;

import org.jspecify.annotations.NullMarked;
