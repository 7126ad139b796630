/** Microbenchmarks of what happens for every packet. docs/performance.md says how they are run and what they gave. */
@NullMarked
package org.lyceum.bench.jmh;

import org.jspecify.annotations.NullMarked;
