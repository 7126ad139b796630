package org.lyceum.rtc.session;

import java.util.random.RandomGenerator;

/**
 * ICE credentials of this side (RFC 8839, 5.4).
 *
 * @param ufrag 48 random bits, so that two peers of a process do not share one
 * @param pwd 144 random bits
 */
record LocalTransport(String ufrag, String pwd) {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG_LENGTH = 8;
    private static final int PWD_LENGTH = 24;

    static LocalTransport create(RandomGenerator random) {
        return new LocalTransport(text(random, UFRAG_LENGTH), text(random, PWD_LENGTH));
    }

    static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
