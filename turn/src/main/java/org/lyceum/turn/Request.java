package org.lyceum.turn;

import java.net.InetSocketAddress;
import org.lyceum.wire.stun.StunMessage;

/** A request, and whom it is from. */
record Request(Transport transport, InetSocketAddress client, StunMessage message, long nowNanos) {}
