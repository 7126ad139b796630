/**
 * The domain and its storage: accounts, streams, later chat, ledger and recordings. It knows nothing of media and nothing
 * of HTTP; the server translates. See docs/architecture.md.
 *
 * <p>{@link org.lyceum.platform.Platform} is the way in: it opens the data folder and the database, and wires the rest.
 */
@NullMarked
package org.lyceum.platform;

import org.jspecify.annotations.NullMarked;
