/** What publisher and probe viewer agree on inside generated payloads. */
@NullMarked
package org.lyceum.bench.probe;

import org.jspecify.annotations.NullMarked;
