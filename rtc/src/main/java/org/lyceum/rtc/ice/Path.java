package org.lyceum.rtc.ice;

import java.net.InetSocketAddress;

/**
 * The way to a remote transport address: protocol and address. All local media addresses share one port, so the remote
 * side names the path.
 *
 * @param protocol UDP, or TCP framed by RFC 4571
 * @param remote where the other side is seen, resolved
 */
public record Path(Protocol protocol, InetSocketAddress remote) {
    /** Transport protocols of ICE candidates. */
    public enum Protocol {
        UDP,
        TCP
    }
}
