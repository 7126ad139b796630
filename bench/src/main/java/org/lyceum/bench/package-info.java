/** The load generator: publishers that replay a trace and viewers by the thousand, with real ICE, DTLS and SRTP. */
@NullMarked
package org.lyceum.bench;

import org.jspecify.annotations.NullMarked;
