package org.lyceum.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketAddressesTest {
    @Test
    void addressesOfBothFamiliesAreWrittenAndReadAlikeForSocketsOfEither() throws Exception {
        SocketAddresses addresses = new SocketAddresses();
        MessageVector vector = new MessageVector(1);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            bytes[0] |= 1; // no address is any
            InetAddress inet = i % 20 == 1
                    ? Inet6Address.getByAddress(null, bytes, 1 + random.nextInt(9))
                    : InetAddress.getByAddress(bytes);
            InetSocketAddress address = new InetSocketAddress(inet, random.nextInt(65_536));
            boolean four = i % 4 == 0;
            int length = SocketAddresses.write(address, !four, vector.names(), 0);
            assertThat(length).isEqualTo(four ? 16 : 28);
            InetSocketAddress read = addresses.read(vector.names(), 0);
            assertThat(read).isEqualTo(address);
            assertThat(addresses.read(vector.names(), 0)).isSameAs(read);
            byte[] written = bytes(vector, length);
            vector.names().fill((byte) 0x55);
            assertThat(SocketAddresses.write(read, !four, vector.names(), 0)).isEqualTo(length);
            assertThat(bytes(vector, length)).isEqualTo(written);
            boolean reached = SocketAddresses.write(read, four, vector.names(), 0) != 0;
            assertThat(reached).isEqualTo(four || bytes.length == 4);
            if (reached) {
                assertThat(addresses.read(vector.names(), 0)).isEqualTo(address);
            }
        }
    }

    private static byte[] bytes(MessageVector vector, int length) {
        return vector.names().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
