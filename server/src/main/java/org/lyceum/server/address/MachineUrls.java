package org.lyceum.server.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Web addresses under which devices of the same network reach this machine. */
public final class MachineUrls {
    private MachineUrls() {}

    /** By HTTPS, since browsers give no camera to a page that came by plain HTTP from another machine. Best first. */
    public static List<String> https(int port) {
        return https(MachineAddresses.reachable(), port);
    }

    public static List<String> https(List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> "https://" + host(address) + (port == 443 ? "" : ":" + port))
                .toList();
    }

    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
