/** The machine that a run happens on: cores, networks, processes, and what a packet costs there at least. */
@NullMarked
package org.lyceum.bench.machine;

import org.jspecify.annotations.NullMarked;
