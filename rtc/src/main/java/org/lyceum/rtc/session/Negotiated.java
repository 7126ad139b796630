package org.lyceum.rtc.session;

import java.util.Map;

/**
 * What came of an offer made by the other side.
 *
 * @param sdp the answer
 * @param update what the peer must do from now on
 * @param mids the m-lines on which media flows after this, in the offer's order
 */
public record Negotiated(String sdp, SessionUpdate update, Map<String, MediaKind> mids) {}
