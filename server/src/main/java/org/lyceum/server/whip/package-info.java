/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): publishing and playing by one HTTP request. What a session is, the rooms
 * know ({@link org.lyceum.server.room.MediaSessions}); here are the routes, their headers and their refusals.
 *
 * <p>Not supported: WHEP's counter offer (a POST without an offer), and its event and layer extensions.
 */
@NullMarked
package org.lyceum.server.whip;

import org.jspecify.annotations.NullMarked;
