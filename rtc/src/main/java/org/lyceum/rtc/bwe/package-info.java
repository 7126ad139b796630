/**
 * How much one peer's network carries, estimated by the sender: Google congestion control as it is published
 * (draft-ietf-rmcat-gcc) and as browsers run it today, over transport-wide feedback; by REMB or receiver reports where
 * there is none. Owns no clock and sends nothing: times and packets are told to it.
 */
@NullMarked
package org.lyceum.rtc.bwe;

import org.jspecify.annotations.NullMarked;
