package org.lyceum.bench.client;

import java.util.List;

/**
 * What a client wants of a connection.
 *
 * @param sends media, else receives it
 * @param picture whether there is one beside the sound
 * @param rids of the simulcast encodings that are sent, empty for none
 */
public record Wish(boolean sends, boolean picture, List<String> rids) {
    public Wish {
        rids = List.copyOf(rids);
    }

    /** To send sound, and a picture in simulcast encodings with these rids; none means no picture. */
    public static Wish toSend(List<String> rids) {
        return new Wish(true, !rids.isEmpty(), rids);
    }

    /** To receive sound, and one picture where asked for. */
    public static Wish toReceive(boolean picture) {
        return new Wish(false, picture, List.of());
    }
}
