package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.Network;

class PeerPolicyTest {
    private final PeerPolicy policy = new PeerPolicy(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.1.2.3",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2002:c0a8:1::",
                "2001::1",
                "2001:0:53aa:64c:0:7d3:f5ff:fffe"
            })
    void nobodyIsLedTo(String address) {
        assertThat(policy.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.1.1",
                "198.20.0.1",
                "223.255.255.254",
                "2606:4700::1",
                "2001:db8::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void everybodyMayBeLedTo(String address) {
        assertThat(policy.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void thisMachineIsNoPeerInAnyForm() {
        policy.own(List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("2606:4700::1")));
        for (String address : new String[] {"8.8.8.8", "2606:4700::1", "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
            assertThat(policy.allows(InetAddress.ofLiteral(address)))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void whatTheAdministratorAllowsIsAllowedWhateverItIs() {
        PeerPolicy allowing = new PeerPolicy(List.of(Network.parse("127.0.0.0/8"), Network.parse("fd00::/8")));
        allowing.own(List.of(InetAddress.ofLiteral("127.0.0.1")));
        assertThat(allowing.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(allowing.allows(InetAddress.ofLiteral("fd12::1"))).isTrue();
        assertThat(allowing.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(allowing.allows(InetAddress.ofLiteral("fc00::1"))).isFalse();
    }
}
