/** A run of the bench: a server in a place of its own, a scenario, the ceiling beside it, and what came of it. */
@NullMarked
package org.lyceum.bench.run;

import org.jspecify.annotations.NullMarked;
