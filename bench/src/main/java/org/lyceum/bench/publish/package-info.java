/** The trace publisher: simulcast by WHIP, paced by a trace. */
@NullMarked
package org.lyceum.bench.publish;

import org.jspecify.annotations.NullMarked;
