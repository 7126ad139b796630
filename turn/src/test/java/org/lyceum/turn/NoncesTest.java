package org.lyceum.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class NoncesTest {
    private static final InetSocketAddress CLIENT = VirtualTurn.address("192.0.2.1", 1000);
    private static final long NOW = 1_800_000_000L;
    private final Nonces nonces = new Nonces(new byte[Nonces.KEY_BYTES]);

    @Test
    void aNonceIsFreshForTenMinutes() {
        String nonce = nonces.issue(CLIENT, NOW);
        assertThat(nonce).hasSize(24);
        assertThat(nonces.isFresh(nonce, CLIENT, NOW)).isTrue();
        assertThat(nonces.isFresh(nonce, CLIENT, NOW + 599)).isTrue();
        assertThat(nonces.isFresh(nonce, CLIENT, NOW + 600)).isFalse();
        assertThat(nonces.isFresh(nonce, CLIENT, NOW - 1)).isFalse();
    }

    @Test
    void aNonceIsOfNoUseToAnotherAddress() {
        String nonce = nonces.issue(CLIENT, NOW);
        assertThat(nonces.isFresh(nonce, VirtualTurn.address("192.0.2.1", 1001), NOW))
                .isFalse();
        assertThat(nonces.isFresh(nonce, VirtualTurn.address("192.0.2.2", 1000), NOW))
                .isFalse();
    }

    @Test
    void aNonceThatWasChangedOrMadeUpIsStale() {
        String nonce = nonces.issue(CLIENT, NOW);
        for (int i = 0; i < nonce.length(); i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            String changed = nonce.substring(0, i) + other + nonce.substring(i + 1);
            assertThat(nonces.isFresh(changed, CLIENT, NOW))
                    .as("character %d", i)
                    .isFalse();
        }
        for (String madeUp : new String[] {"", "A", "=====", nonce + "A", "\u1234"}) {
            assertThat(nonces.isFresh(madeUp, CLIENT, NOW)).isFalse();
        }
        byte[] otherKey = new byte[Nonces.KEY_BYTES];
        otherKey[3] = 1;
        assertThat(new Nonces(otherKey).isFresh(nonce, CLIENT, NOW)).isFalse();
    }
}
