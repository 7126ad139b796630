package org.lyceum.rtc.ice;

import java.net.InetSocketAddress;

/**
 * The way to a remote transport address: protocol and address. All local media addresses share one port, so the remote
 * side names the path.
 *
 * @param protocol UDP, TCP framed by RFC 4571, or a relay
 * @param remote where the other side is seen, resolved
 */
public record Path(Protocol protocol, InetSocketAddress remote) {
    /** How datagrams come and go. */
    public enum Protocol {
        UDP,
        TCP,
        /** By a relay of this house, in process; UDP as far as the other side sees. The remote address is the relayed one. */
        RELAYED
    }
}
