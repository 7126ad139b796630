/** What the browser tests stand on: a server with an empty data folder, browsers with fake cameras, and what they count. */
@NullMarked
package org.lyceum.e2e.harness;

import org.jspecify.annotations.NullMarked;
