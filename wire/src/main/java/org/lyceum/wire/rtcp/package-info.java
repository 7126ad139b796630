/**
 * RTCP packets (RFC 3550, RFC 4585, RFC 5104, transport-wide congestion control, REMB), compound or of reduced size (RFC 5506).
 *
 * <p>APP, XR (RFC 3611) and slice or reference picture feedback are read over: nothing here would act on them.
 */
@NullMarked
package org.lyceum.wire.rtcp;

import org.jspecify.annotations.NullMarked;
