package org.lyceum.net;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.lyceum.port.DatagramPort;

/** The sockets that a server has opened to be found at. Confined to who opens them until they all are. */
final class OpenPorts {
    private final List<DatagramPort> datagrams = new ArrayList<>();
    private final List<Channel> listening = new ArrayList<>();

    void add(DatagramPort port) {
        datagrams.add(port);
    }

    void add(Channel port) {
        listening.add(port);
    }

    void addAll(OpenPorts others) {
        datagrams.addAll(others.datagrams);
        listening.addAll(others.listening);
    }

    /** Whether none of them has closed. */
    boolean areOpen() {
        return datagrams.stream().allMatch(DatagramPort::isOpen)
                && listening.stream().allMatch(Channel::isOpen);
    }

    /** Returns when they are closed. */
    void close() {
        datagrams.forEach(DatagramPort::close);
        listening.forEach(channel -> channel.close().syncUninterruptibly());
        datagrams.clear();
        listening.clear();
    }
}
