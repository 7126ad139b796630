/** One WebRTC client without media: ICE, DTLS and SRTP on a socket of its own, and its session by HTTP. */
@NullMarked
package org.lyceum.bench.client;

import org.jspecify.annotations.NullMarked;
