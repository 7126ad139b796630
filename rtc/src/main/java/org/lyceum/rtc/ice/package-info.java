/**
 * ICE (RFC 8445): the lite role of a server, and the controlling role of links, tests and load.
 */
@NullMarked
package org.lyceum.rtc.ice;

import org.jspecify.annotations.NullMarked;
