/**
 * A run of the bench: what was asked for, who takes part ({@link org.lyceum.bench.run.Scenario}), the crowd that comes and goes, and
 * what is measured meanwhile.
 */
@NullMarked
package org.lyceum.bench.run;

import org.jspecify.annotations.NullMarked;
