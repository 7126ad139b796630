package org.lyceum.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test vectors printed in RFC 3711 (appendix B) and RFC 7714 (16 and 17). */
class SrtpVectorsTest {
    private static final byte[] NONE = {};
    private static final byte[] GCM_SALT = hex("517569642070726f2071756f");

    @Test
    void sessionKeysAreThoseOfRfc3711AppendixB3() {
        SessionKeys keys = SessionKeys.derive(
                SrtpProfile.AES128_CM_HMAC_SHA1_80,
                hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
                hex("0EC675AD498AFEEBB6960B3AABE6"));

        assertThat(keys.rtpKey()).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(keys.rtpSalt()).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(keys.rtpAuthentication()).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void keyStreamIsThatOfRfc3711AppendixB2() {
        byte[] key = hex("2B7E151628AED2A6ABF7158809CF4F3C");
        byte[] salt = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        CounterModeCipher cipher =
                new CounterModeCipher(new SessionKeys(key, new byte[20], salt, key, new byte[20], salt));
        byte[] packet = new byte[12 + 48 + 10];

        cipher.protectRtp(packet, 0, 12, 12 + 48, 0, 0);

        assertThat(Arrays.copyOfRange(packet, 12, 12 + 48))
                .isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                        + "41E95B3BB0A2E8DD477901E4FCA894C0"));
    }

    @Test
    void gcmPacketIsThatOfRfc7714Section16() {
        byte[] plain = hex(
                "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573");
        String aes128 = "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce";
        String aes256 = "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                + "7aa3db36dfffd6b0f9bb7878d7a76c13";

        assertGcmRtp(16, plain, aes128);
        assertGcmRtp(32, plain, aes256);
    }

    @Test
    void gcmControlPacketIsThatOfRfc7714Section17() {
        byte[] plain = hex(
                "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
        String protectedBody =
                "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
                        + "c84aa45896cf4d2fc5abf87245d9eade800005d4";
        byte[] key = counting(16);
        GcmCipher cipher = new GcmCipher(new SessionKeys(key, NONE, GCM_SALT, key, NONE, GCM_SALT), JdkAesGcm::new);
        byte[] packet = Arrays.copyOf(plain, plain.length + 20);

        cipher.protectRtcp(packet, 0, plain.length, 0x4d617273, 0x5d4);

        assertThat(Arrays.copyOfRange(packet, 8, packet.length)).isEqualTo(hex(protectedBody));
        assertThat(cipher.unprotectRtcp(packet, 0, packet.length, 0x4d617273, 0x5d4))
                .isTrue();
        assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
    }

    private static void assertGcmRtp(int keyBytes, byte[] plain, String protectedPayload) {
        byte[] key = counting(keyBytes);
        GcmCipher cipher = new GcmCipher(new SessionKeys(key, NONE, GCM_SALT, key, NONE, GCM_SALT), JdkAesGcm::new);
        byte[] packet = Arrays.copyOf(plain, plain.length + 16);

        cipher.protectRtp(packet, 0, 12, plain.length, 0x5501a0b2, 0xf17b);

        assertThat(Arrays.copyOfRange(packet, 12, packet.length)).isEqualTo(hex(protectedPayload));
        assertThat(cipher.unprotectRtp(packet, 0, 12, packet.length, 0x5501a0b2, 0xf17b))
                .isTrue();
        assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.toLowerCase(java.util.Locale.ROOT));
    }
}
