/** What a TURN server needs for a packet and for an allocation: Lyceum's beside coturn, in one run ({@code --scenario relay}). */
@NullMarked
package org.lyceum.bench.relay;

import org.jspecify.annotations.NullMarked;
