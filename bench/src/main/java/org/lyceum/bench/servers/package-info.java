/** What can be measured: a server of the bench's own, Janus, or any server by its addresses. */
@NullMarked
package org.lyceum.bench.servers;

import org.jspecify.annotations.NullMarked;
