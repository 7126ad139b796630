/**
 * Offer and answer: from session descriptions to what a peer must do.
 */
@NullMarked
package org.lyceum.rtc.session;

import org.jspecify.annotations.NullMarked;
