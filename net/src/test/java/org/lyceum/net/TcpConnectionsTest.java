package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpConnectionsTest {
    private final TcpConnections connections = new TcpConnections();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void oneNetworkOfIpv6CountsAsOneAddress() throws UnknownHostException {
        for (int i = 0; i < TcpConnections.MOST_BY_NETWORK; i++) {
            assertThat(connections.add(remote("2001:db8::%x".formatted(i + 1), 5000), channel))
                    .isTrue();
        }
        assertThat(connections.add(remote("2001:db8::ffff:1", 5000), channel)).isFalse();
        assertThat(connections.add(remote("2001:db8:0:1::1", 5000), channel)).isTrue();
    }

    @Test
    void anAddressOfIpv4IsItsOwnNetwork() throws UnknownHostException {
        for (int i = 0; i < TcpConnections.MOST_BY_NETWORK; i++) {
            assertThat(connections.add(remote("192.0.2.1", 5000 + i), channel)).isTrue();
        }
        assertThat(connections.add(remote("192.0.2.1", 9000), channel)).isFalse();
        assertThat(connections.add(remote("192.0.2.2", 9000), channel)).isTrue();
    }

    @Test
    void allTogetherAreBoundedAndWhatGoesMakesRoomAndLeavesNothing() throws UnknownHostException {
        List<InetSocketAddress> open = new ArrayList<>();
        for (int i = 0; i < TcpConnections.MOST; i++) {
            InetSocketAddress remote = remote("10.1.%d.%d".formatted(i >> 8, i & 0xFF), 5000);
            assertThat(connections.add(remote, channel)).isTrue();
            open.add(remote);
        }
        assertThat(connections.add(remote("192.0.2.1", 5000), channel)).isFalse();

        connections.remove(open.getFirst(), channel);
        assertThat(connections.add(remote("192.0.2.1", 5000), channel)).isTrue();

        connections.remove(remote("192.0.2.1", 5000), channel);
        open.forEach(remote -> connections.remove(remote, channel));
        assertThat(connections.size()).isZero();
        assertThat(connections.networks()).isZero();
    }

    private static InetSocketAddress remote(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
