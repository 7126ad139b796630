/**
 * Offer and answer: from session descriptions to what a peer must do. {@link org.lyceum.rtc.session.PublishNegotiator} and
 * {@link org.lyceum.rtc.session.WhepNegotiator} answer, {@link org.lyceum.rtc.session.SubscribeNegotiator} offers; each ends
 * in a {@link org.lyceum.rtc.session.SessionUpdate}.
 *
 * <p>Not supported, with the reason: transports of their own for single m-lines and RTCP on a port of its own (one media port
 * carries everything); data channels, until something needs them; a second DTLS association on one connection, which a new
 * connection does better; ICE-lite on the other side, as two lite agents would wait for each other; profiles of VP9 and AV1
 * other than 0, which most watchers could not decode; FEC, which RTX makes needless here.
 */
@NullMarked
package org.lyceum.rtc.session;

import org.jspecify.annotations.NullMarked;
