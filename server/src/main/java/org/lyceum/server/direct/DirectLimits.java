package org.lyceum.server.direct;

import java.time.Duration;

/**
 * How much direct rooms take, and how long they wait.
 *
 * @param rooms of this server at a time
 * @param roomsPerAddress of those that one address (IPv6: one /64) opened
 * @param receivers in one room
 * @param codes good at a time
 * @param code how long a code is good
 * @param triesPerCode wrong ones, after which a code is good no longer
 * @param triesPerAddress wrong ones of one address within {@code code}, after which it is asked to wait
 * @param ping within which a sender shows that it is still there when another one comes
 * @param resume how long someone whose socket is lost is kept
 * @param empty how long a room with a secret stays when nobody is in it
 */
public record DirectLimits(
        int rooms,
        int roomsPerAddress,
        int receivers,
        int codes,
        Duration code,
        int triesPerCode,
        int triesPerAddress,
        Duration ping,
        Duration resume,
        Duration empty) {
    public static final DirectLimits DEFAULT = new DirectLimits(
            10_000,
            50,
            16,
            2_000,
            Duration.ofMinutes(10),
            5,
            20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));
}
