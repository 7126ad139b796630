package org.lyceum.net.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.sim.WatchingPeer;
import org.lyceum.rtc.srtp.AesGcm;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpSelfTest;

/** OpenSSL does what the JDK does, to the bit, and keeps nothing. Without OpenSSL 3 on the machine there is nothing to test. */
class LibcryptoTest {
    private static final int MAX_SIZE = 1500;
    private static final int ROOM = 64;
    private static final int JOINS = 10_000;
    private static final int HANDED_PACKETS = 50_000;

    private Libcrypto library;

    @BeforeEach
    void load() {
        try {
            library = Libcrypto.load();
        } catch (Libcrypto.UnavailableException e) {
            assumeTrue(false, e.getMessage());
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void everySizeGivesTheSameBytesAsTheJdk(int keyBytes) {
        Random random = new Random(keyBytes);
        byte[] key = bytes(random, keyBytes);
        try (AesGcm openssl = library.create(key);
                AesGcm jdk = new JdkAesGcm(key)) {
            for (int size = 0; size <= MAX_SIZE; size++) {
                byte[] iv = bytes(random, AesGcm.IV_BYTES);
                byte[] clear = bytes(random, MAX_SIZE + 2 * ROOM);
                int aadLength = 1 + random.nextInt(40);
                int off = aadLength + random.nextInt(8);
                byte[] expected = clear.clone();
                jdk.seal(iv, expected, 0, aadLength, expected, off, size);
                byte[] sealed = clear.clone();
                openssl.seal(iv, sealed, 0, aadLength, sealed, off, size);

                assertThat(sealed).as("%d bytes", size).isEqualTo(expected);
                assertThat(openssl.open(iv, sealed, 0, aadLength, sealed, off, size + AesGcm.TAG_BYTES))
                        .isTrue();
                assertThat(Arrays.equals(sealed, 0, off + size, clear, 0, off + size))
                        .isTrue();
            }
        }
    }

    @Test
    void aChangedBitAnywhereIsNoticedAndTheNextPacketIsRead() {
        Random random = new Random(3);
        byte[] iv = bytes(random, AesGcm.IV_BYTES);
        byte[] clear = bytes(random, 12 + 40 + AesGcm.TAG_BYTES);
        try (AesGcm cipher = library.create(bytes(random, 16))) {
            byte[] sealed = clear.clone();
            cipher.seal(iv, sealed, 0, 12, sealed, 12, 40);
            for (int bit = 0; bit < 8 * sealed.length; bit++) {
                byte[] changed = sealed.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(cipher.open(iv, changed, 0, 12, changed, 12, 40 + AesGcm.TAG_BYTES))
                        .as("bit %d", bit)
                        .isFalse();
            }
            assertThat(cipher.open(iv, sealed, 0, 12, sealed, 12, 40 + AesGcm.TAG_BYTES))
                    .isTrue();
        }
    }

    @Test
    void itGivesTheKnownAnswers() {
        assertThatCode(() -> SrtpSelfTest.run(library, SrtpSelfTest.NATIVE_ROUNDS))
                .doesNotThrowAnyException();
        assertThat(library.openCiphers()).isZero();
        assertThat(library.version()).startsWith("OpenSSL 3");
    }

    @Test
    void aClosedCipherIsRefusedAndClosedOnce() {
        AesGcm cipher = library.create(new byte[16]);
        assertThat(library.openCiphers()).isEqualTo(1);
        cipher.close();
        cipher.close();
        assertThat(library.openCiphers()).isZero();
        byte[] packet = new byte[100];
        assertThatThrownBy(() -> cipher.seal(packet, packet, 0, 12, packet, 12, 40))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> library.create(new byte[24])).isInstanceOf(IllegalArgumentException.class);
        assertThat(library.openCiphers()).isZero();
    }

    @Test
    void partsBeyondAnArrayAreRefusedBeforeCSeesThem() {
        try (AesGcm cipher = library.create(new byte[16])) {
            byte[] packet = new byte[100];
            assertThatThrownBy(() -> cipher.seal(packet, packet, 0, 12, packet, 12, 100 - 12 - AesGcm.TAG_BYTES + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> cipher.open(packet, packet, 0, 12, packet, 90, AesGcm.TAG_BYTES - 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> cipher.seal(packet, packet, 95, 12, packet, 12, 10))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** Were the memory of the thread before still used, two threads would write into it at once. */
    @Test
    void aCipherThatIsHandedToAnotherThreadWorksInThatOnesMemory() {
        try (AesGcm handed = library.create(new byte[16]);
                AesGcm staying = library.create(new byte[16])) {
            byte[] expected = sealed(handed);
            assertThat(sealed(staying)).isEqualTo(expected);
            CompletableFuture<Boolean> elsewhere = CompletableFuture.supplyAsync(
                    () -> alwaysSeals(handed, expected), task -> new Thread(task).start());
            assertThat(alwaysSeals(staying, expected)).isTrue();
            assertThat(elsewhere.join()).isTrue();
            assertThat(sealed(handed)).isEqualTo(expected);
        }
    }

    private static boolean alwaysSeals(AesGcm cipher, byte[] expected) {
        boolean always = true;
        for (int i = 0; i < HANDED_PACKETS; i++) {
            always &= Arrays.equals(sealed(cipher), expected);
        }
        return always;
    }

    private static byte[] sealed(AesGcm cipher) {
        byte[] packet = new byte[12 + 1200 + AesGcm.TAG_BYTES];
        cipher.seal(new byte[AesGcm.IV_BYTES], packet, 0, 12, packet, 12, 1200);
        return packet;
    }

    @Test
    void tenThousandJoinsLeaveNothingBehind() {
        Random random = new Random(5);
        DatagramPool pool = new DatagramPool();
        for (int join = 0; join < JOINS; join++) {
            WatchingPeer watcher = new WatchingPeer(join, library, pool, random, join);
            assertThat(library.openCiphers()).as("RTP and RTCP, each way").isEqualTo(4);
            watcher.peer().close(join);
            watcher.peer().drain((bytes, offset, length, segment, path) -> {}, join);
            assertThat(library.openCiphers()).isZero();
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
