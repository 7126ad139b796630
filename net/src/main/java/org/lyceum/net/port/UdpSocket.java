package org.lyceum.net.port;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** A UDP socket of Linux that does not block. */
final class UdpSocket extends Socket {
    // <bits/in.h>
    private static final int IPPROTO_IP = 0;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int PMTUDISC_WANT = 1;
    private static final int PMTUDISC_DO = 2;

    private UdpSocket(boolean ipv6) {
        super(newSocketDgram0(ipv6));
    }

    /** Bound, of the address's family; one of IPv6 that is bound to no address reaches both. */
    static UdpSocket bound(InetSocketAddress local, DatagramPort.Settings settings) throws IOException {
        try {
            UdpSocket socket = new UdpSocket(local.getAddress() instanceof Inet6Address);
            try {
                socket.setReceiveBufferSize(settings.kernelBytes());
                socket.setSendBufferSize(settings.kernelBytes());
                socket.setReusePort(settings.shared());
                socket.bind(local);
                return socket;
            } catch (IOException | ChannelException e) {
                socket.close();
                throw e;
            }
        } catch (ChannelException e) { // what Netty's own part of C throws
            throw new IOException(e.getMessage(), e);
        }
    }

    boolean isIpv6() {
        return ipv6;
    }

    void forbidFragments(boolean forbid) throws IOException {
        int discover = forbid ? PMTUDISC_DO : PMTUDISC_WANT;
        if (ipv6) {
            setIntOpt(IPPROTO_IPV6, IPV6_MTU_DISCOVER, discover);
        } else {
            setIntOpt(IPPROTO_IP, IP_MTU_DISCOVER, discover);
        }
    }
}
