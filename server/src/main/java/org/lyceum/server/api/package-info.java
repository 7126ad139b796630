/**
 * The HTTP API of accounts, streams and money ({@code /api/...}, described by openapi.yaml): it translates between HTTP and the
 * domain of {@link org.lyceum.platform}, which decides. Bodies are JSON read without coercion; refusals are problems
 * (RFC 9457) with stable codes.
 *
 * <p>What moves money takes an {@code Idempotency-Key}: repeating such a request changes nothing.
 */
@NullMarked
package org.lyceum.server.api;

import org.jspecify.annotations.NullMarked;
