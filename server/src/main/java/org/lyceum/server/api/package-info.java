/**
 * The HTTP API of accounts and streams ({@code /api/...}, described by openapi.yaml): it translates between HTTP and the
 * domain of {@link org.lyceum.platform}, which decides. Bodies are JSON read without coercion; refusals are problems
 * (RFC 9457) with stable codes.
 *
 * <p>Not here: tips and the wallet, which come with the ledger.
 */
@NullMarked
package org.lyceum.server.api;

import org.jspecify.annotations.NullMarked;
