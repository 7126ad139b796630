package org.lyceum.port;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket of Linux that does not block. */
final class UdpSocket extends Socket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    // <bits/in.h>
    private static final int IPPROTO_IP = 0;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int PMTUDISC_WANT = 1;
    private static final int PMTUDISC_DO = 2;
    // <linux/udp.h>
    private static final int SOL_UDP = 17;
    private static final int UDP_GRO = 104;

    private UdpSocket(boolean ipv6) {
        super(newSocketDgram0(ipv6));
    }

    /**
     * Bound, of the address's family; one of IPv6 that is bound to no address reaches both.
     *
     * @param merges whether the kernel may merge what comes, where it can
     */
    static UdpSocket bound(InetSocketAddress local, DatagramPort.Settings settings, boolean merges) throws IOException {
        try {
            UdpSocket socket = new UdpSocket(local.getAddress() instanceof Inet6Address);
            try {
                socket.setReceiveBufferSize(settings.kernelBytes());
                socket.setSendBufferSize(settings.kernelBytes());
                socket.setReusePort(settings.shared());
                if (merges) {
                    socket.allowMerging();
                }
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

    private void allowMerging() {
        try {
            setIntOpt(SOL_UDP, UDP_GRO, 1);
        } catch (IOException | ChannelException e) {
            LOG.debug("this kernel does not merge datagrams", e);
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
