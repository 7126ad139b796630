package org.lyceum.wire;

import java.util.HexFormat;

/** Bytes as people write them in tests: hexadecimal digits with any white space. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
