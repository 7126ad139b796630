package org.lyceum.wire.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

/** The sample messages of RFC 5769. */
class StunVectorsTest {
    static final byte[] REQUEST = Hex.bytes("""
            00010058 2112a442 b7e7a701bc34d686fa87dfae
            80220010 5354554e207465737420636c69656e74
            00240004 6e0001ff
            80290008 932ff9b151263b36
            00060009 6576746a3a68367659202020
            00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
            80280004 e57a3bcf
            """);
    static final byte[] IPV4_RESPONSE = Hex.bytes("""
            0101003c 2112a442 b7e7a701bc34d686fa87dfae
            8022000b 7465737420766563746f7220
            00200008 0001a147e112a643
            00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
            80280004 c07d4c96
            """);
    static final byte[] IPV6_RESPONSE = Hex.bytes("""
            01010048 2112a442 b7e7a701bc34d686fa87dfae
            8022000b 7465737420766563746f7220
            00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
            00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
            80280004 c8fb0b4c
            """);
    static final byte[] LONG_TERM_REQUEST = Hex.bytes("""
            00010060 2112a442 78ad3433c6ad72c029da412e
            00060012 e3839ee38388e383aae38383e382afe382b90000
            0015001c 662f2f3439396b39353464364f4c33346f4c394653547679363473 41
            0014000b 6578616d706c652e6f726700
            00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666
            """);
    static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(UTF_8);

    @Test
    void readsTheSampleRequest() {
        StunMessage message = parse(REQUEST);
        assertThat(message.messageClass()).isEqualTo(MessageClass.REQUEST);
        assertThat(message.method()).isEqualTo(StunMessage.BINDING);
        assertThat(message.transactionId()).isEqualTo(Hex.bytes("b7e7a701bc34d686fa87dfae"));
        assertThat(message.username()).isEqualTo("evtj:h6vY");
        assertThat(message.priority()).isEqualTo(0x6e0001ffL);
        assertThat(message.iceControlled()).isTrue();
        assertThat(message.iceControlling()).isFalse();
        assertThat(message.tieBreaker()).isEqualTo(0x932ff9b151263b36L);
        assertThat(message.useCandidate()).isFalse();
        assertThat(message.attribute(Attributes.SOFTWARE)).isEqualTo("STUN test client".getBytes(UTF_8));
        assertThat(message.unknownComprehensionRequired()).isEmpty();
        assertThat(message.hasFingerprint()).isTrue();
        assertThat(message.verifyIntegrity(PASSWORD)).isTrue();
        assertThat(message.verifyIntegrity("VOkJxbRl1RmTxUk/WvJxBT".getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void readsTheSampleIpv4Response() {
        StunMessage message = parse(IPV4_RESPONSE);
        assertThat(message.messageClass()).isEqualTo(MessageClass.SUCCESS);
        assertThat(message.xorMappedAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853));
        assertThat(message.verifyIntegrity(PASSWORD)).isTrue();
    }

    @Test
    void readsTheSampleIpv6Response() {
        StunMessage message = parse(IPV6_RESPONSE);
        assertThat(message.mappedAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32853));
        assertThat(message.verifyIntegrity(PASSWORD)).isTrue();
    }

    @Test
    void readsTheSampleRequestWithLongTermAuthentication() throws Exception {
        StunMessage message = parse(LONG_TERM_REQUEST);
        assertThat(message.username()).isEqualTo("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9");
        assertThat(message.attribute(Attributes.REALM)).isEqualTo("example.org".getBytes(UTF_8));
        assertThat(message.hasFingerprint()).isFalse();
        String secret = message.username() + ":example.org:TheMatrIX";
        assertThat(message.verifyIntegrity(MessageDigest.getInstance("MD5").digest(secret.getBytes(UTF_8))))
                .isTrue();
    }

    @Test
    void writesTheSampleAddresses() {
        StunMessage request = parse(REQUEST);
        for (byte[] sample : List.of(IPV4_RESPONSE, IPV6_RESPONSE)) {
            StunMessage expected = parse(sample);
            InetSocketAddress address = Objects.requireNonNull(expected.xorMappedAddress());
            StunMessage written = parse(
                    new StunWriter().success(request).xorMappedAddress(address).toByteArray());
            assertThat(written.attribute(Attributes.XOR_MAPPED_ADDRESS))
                    .isEqualTo(expected.attribute(Attributes.XOR_MAPPED_ADDRESS));
        }
    }

    static StunMessage parse(byte[] bytes) {
        return Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
    }
}
