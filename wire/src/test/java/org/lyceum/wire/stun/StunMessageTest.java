package org.lyceum.wire.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final byte[] KEY = "a password of ICE".getBytes(UTF_8);
    private static final byte[] TRANSACTION = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    @ParameterizedTest
    @EnumSource(MessageClass.class)
    void keepsEveryClassApartFromEveryMethodThatRfc7983LetsThrough(MessageClass messageClass) {
        for (int method = 0; method <= 0xFF; method++) {
            byte[] bytes =
                    new StunWriter().begin(messageClass, method, TRANSACTION).toByteArray();
            StunMessage message = StunVectorsTest.parse(bytes);
            assertThat(message.messageClass()).isEqualTo(messageClass);
            assertThat(message.method()).isEqualTo(method);
        }
    }

    @Test
    void readsBackWhatAControllingAgentWrites() {
        byte[] bytes = check().toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.username()).isEqualTo("remote:local");
        assertThat(message.priority()).isEqualTo(0xFFFF_FFFFL);
        assertThat(message.useCandidate()).isTrue();
        assertThat(message.iceControlling()).isTrue();
        assertThat(message.tieBreaker()).isEqualTo(-2L);
        assertThat(message.verifyIntegrity(KEY)).isTrue();
        assertThat(message.hasFingerprint()).isTrue();
        assertThat(message.hasTransactionId(TRANSACTION)).isTrue();
        assertThat(message.hasTransactionId(new byte[12])).isFalse();
    }

    @Test
    void readsAtAnyOffsetAndKeepsNothingOfTheBuffer() {
        byte[] bytes = check().toByteArray();
        byte[] buffer = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, buffer, 7, bytes.length);
        StunMessage message = Objects.requireNonNull(StunMessage.parse(buffer, 7, bytes.length));
        Arrays.fill(buffer, (byte) 0);
        assertThat(message.verifyIntegrity(KEY)).isTrue();
    }

    @Test
    void writesAtAnyOffset() {
        byte[] buffer = new byte[300];
        StunWriter writer = new StunWriter(buffer, 13)
                .request(StunMessage.BINDING, TRANSACTION)
                .username("a:b")
                .xorMappedAddress(new InetSocketAddress(InetAddress.ofLiteral("::1"), 9))
                .messageIntegrity(KEY)
                .fingerprint();
        StunMessage message = Objects.requireNonNull(StunMessage.parse(buffer, writer.offset(), writer.length()));
        assertThat(message.verifyIntegrity(KEY)).isTrue();
        assertThat(message.xorMappedAddress()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 9));
    }

    @Test
    void everyCutMessageIsRefused() {
        byte[] bytes = check().toByteArray();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(StunMessage.parse(bytes, 0, length)).isNull();
        }
        assertThat(StunMessage.parse(Arrays.copyOf(bytes, bytes.length + 4), 0, bytes.length + 4))
                .isNull();
    }

    @Test
    void everyFlippedBitIsNoticedByFingerprintOrHeader() {
        byte[] bytes = check().toByteArray();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            StunMessage message = StunMessage.parse(damaged, 0, damaged.length);
            // A flip in the type of FINGERPRINT itself hides it, but then integrity still holds for what is before it.
            assertThat(message == null || !message.hasFingerprint()).isTrue();
        }
    }

    @Test
    void nothingBehindMessageIntegrityIsBelieved() {
        byte[] bytes = new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .username("a:b")
                .messageIntegrity(KEY)
                .useCandidate()
                .priority(1)
                .fingerprint()
                .toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.verifyIntegrity(KEY)).isTrue();
        assertThat(message.useCandidate()).isFalse();
        assertThat(message.priority()).isEqualTo(-1);
    }

    @Test
    void nothingMayFollowFingerprint() {
        byte[] bytes = new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .fingerprint()
                .useCandidate()
                .toByteArray();
        assertThat(StunMessage.parse(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void bothIntegritiesMayStandInOneMessage() {
        byte[] bytes = new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .username("a:b")
                .messageIntegrity(KEY)
                .messageIntegritySha256(KEY)
                .fingerprint()
                .toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.verifyIntegrity(KEY)).isTrue();
        assertThat(message.hasIntegritySha256()).isTrue();
        assertThat(message.verifyIntegritySha256(KEY)).isTrue();
        assertThat(message.verifyIntegritySha256(TRANSACTION)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 28})
    void aTruncatedSha256IsVerifiedAsFarAsItGoes(int bytes) {
        assertThat(sha256Of(bytes).verifyIntegritySha256(KEY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12, 18, 36})
    void aSha256OfAnUnlawfulLengthIsWorthNothing(int bytes) {
        assertThat(sha256Of(bytes).verifyIntegritySha256(KEY)).isFalse();
    }

    @Test
    void anIntegrityOfTheWrongLengthVerifiesNothing() {
        byte[] bytes = new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .attribute(Attributes.MESSAGE_INTEGRITY, new byte[0])
                .toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.hasIntegrity()).isTrue();
        assertThat(message.verifyIntegrity(KEY)).isFalse();
    }

    @Test
    void ofRepeatedAttributesTheFirstCounts() {
        byte[] bytes = new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .username("first")
                .username("second")
                .attribute(0x7001, new byte[0])
                .attribute(0x7001, new byte[0])
                .attribute(0x7002, new byte[3])
                .attribute(0xC001, new byte[1])
                .toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.username()).isEqualTo("first");
        assertThat(message.unknownComprehensionRequired()).containsExactly(0x7001, 0x7002);
    }

    @Test
    void anErrorResponseSaysItsCodeReasonAndWhatItDidNotUnderstand() {
        StunMessage request = StunVectorsTest.parse(StunVectorsTest.REQUEST);
        byte[] bytes = new StunWriter()
                .error(request, 420, "Unknown Attribute")
                .unknownAttributes(0x7001, 0x7002, 0x7003)
                .toByteArray();
        StunMessage message = StunVectorsTest.parse(bytes);
        assertThat(message.messageClass()).isEqualTo(MessageClass.ERROR);
        assertThat(message.transactionId()).isEqualTo(request.transactionId());
        assertThat(message.errorCode()).isEqualTo(420);
        assertThat(message.errorReason()).isEqualTo("Unknown Attribute");
        assertThat(message.unknownAttributes()).containsExactly(0x7001, 0x7002, 0x7003);
    }

    @Test
    void whatIsAbsentReadsAsAbsent() {
        StunMessage message = StunVectorsTest.parse(
                new StunWriter().indication(StunMessage.BINDING, TRANSACTION).toByteArray());
        assertThat(message.username()).isNull();
        assertThat(message.priority()).isEqualTo(-1);
        assertThat(message.tieBreaker()).isZero();
        assertThat(message.mappedAddress()).isNull();
        assertThat(message.errorCode()).isEqualTo(-1);
        assertThat(message.errorReason()).isNull();
        assertThat(message.unknownAttributes()).isEmpty();
        assertThat(message.verifyIntegrity(KEY)).isFalse();
        assertThat(message.verifyIntegritySha256(KEY)).isFalse();
        assertThat(message.attribute(Attributes.NONCE)).isNull();
    }

    @Test
    void valuesOfTheWrongLengthReadAsAbsent() {
        StunMessage message = StunVectorsTest.parse(new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .attribute(Attributes.PRIORITY, new byte[3])
                .attribute(Attributes.ICE_CONTROLLING, new byte[7])
                .attribute(Attributes.XOR_MAPPED_ADDRESS, new byte[] {0, 1, 0, 0, 1, 2, 3})
                .attribute(Attributes.ERROR_CODE, new byte[] {0, 0, 7, 99})
                .attribute(Attributes.USERNAME, new byte[509])
                .toByteArray());
        assertThat(message.priority()).isEqualTo(-1);
        assertThat(message.iceControlling()).isFalse();
        assertThat(message.xorMappedAddress()).isNull();
        assertThat(message.errorCode()).isEqualTo(-1);
        assertThat(message.username()).isNull();
    }

    @Test
    void addressesOfBothFamiliesSurviveWithAndWithoutXor() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            byte[] raw = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(raw);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(raw), random.nextInt(65536));
            StunWriter writer = new StunWriter().indication(StunMessage.BINDING, TRANSACTION);
            byte[] xored = writer.xorMappedAddress(address).toByteArray();
            assertThat(StunVectorsTest.parse(xored).xorMappedAddress()).isEqualTo(address);
            byte[] plain = writer.indication(StunMessage.BINDING, TRANSACTION)
                    .mappedAddress(address)
                    .toByteArray();
            assertThat(StunVectorsTest.parse(plain).xorMappedAddress()).isNull();
            assertThat(StunVectorsTest.parse(plain).mappedAddress()).isEqualTo(address);
        }
    }

    @Test
    void theUserNameCanBePeekedAt() {
        byte[] bytes = check().toByteArray();
        byte[] shifted = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        assertThat(StunMessage.peekUsername(shifted, 3, bytes.length)).isEqualTo("remote:local");
        assertThat(StunMessage.peekUsername(bytes, 0, 24)).isNull();
        byte[] nameless = new StunWriter().request(1, TRANSACTION).priority(1).toByteArray();
        assertThat(StunMessage.peekUsername(nameless, 0, nameless.length)).isNull();
    }

    @Test
    void theWriterRefusesWhatCannotBeWritten() {
        StunWriter writer = new StunWriter();
        assertThatThrownBy(() -> writer.request(1, new byte[11])).isInstanceOf(IllegalArgumentException.class);
        writer.request(1, TRANSACTION);
        assertThatThrownBy(() -> writer.xorMappedAddress(InetSocketAddress.createUnresolved("host", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StunMessage sha256Of(int valueBytes) {
        StunWriter writer =
                new StunWriter().request(StunMessage.BINDING, TRANSACTION).username("a:b");
        byte[] whole = writer.toByteArray();
        byte[] digest = StunCrypto.hmac(StunCrypto.HMAC_SHA256, KEY, whole, 0, whole.length, valueBytes);
        return StunVectorsTest.parse(
                writer.attribute(Attributes.MESSAGE_INTEGRITY_SHA256, Arrays.copyOf(digest, valueBytes))
                        .toByteArray());
    }

    private static StunWriter check() {
        return new StunWriter()
                .request(StunMessage.BINDING, TRANSACTION)
                .username("remote:local")
                .priority(0xFFFF_FFFFL)
                .iceControlling(-2L)
                .useCandidate()
                .messageIntegrity(KEY)
                .fingerprint();
    }
}
