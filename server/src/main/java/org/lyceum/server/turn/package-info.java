/** TURN in this server: what participants are given, and how the server of it runs. */
@NullMarked
package org.lyceum.server.turn;

import org.jspecify.annotations.NullMarked;
