/** Tests of the TURN server in virtual time; {@link org.lyceum.turn.TurnScript} is also for tests with sockets. */
@NullMarked
package org.lyceum.turn;

import org.jspecify.annotations.NullMarked;
