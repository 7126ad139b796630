package org.lyceum.server.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineAddressesTest {
    @Test
    void thereIsAlwaysAnAddressForMedia() {
        assertThat(MachineAddresses.forMedia()).isNotEmpty();
    }

    @Test
    void loopbackAndLinkLocalAddressesAreLeftOut() {
        assertThat(MachineAddresses.all())
                .noneMatch(InetAddress::isLoopbackAddress)
                .noneMatch(InetAddress::isLinkLocalAddress)
                .noneMatch(address -> address.getHostAddress().contains("%"));
    }

    @Test
    void whatIsReachableIsAmongAll() {
        assertThat(MachineAddresses.all()).containsAll(MachineAddresses.reachable());
    }

    @ParameterizedTest
    @CsvSource({"docker0,true", "br-0a1b,true", "veth12,true", "utun3,true", "eth0,false", "enp3s0,false", "wlan0,false"
    })
    void bridgesAndTunnelsAreKnownByName(String name, boolean virtual) {
        assertThat(MachineAddresses.isVirtual(name)).isEqualTo(virtual);
    }
}
