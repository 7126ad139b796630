package org.lyceum.server.signaling;

import java.time.Duration;

/**
 * What one client may do, and how long it may be silent.
 *
 * @param socketsPerAddress open sockets of one address (IPv6: of one /64)
 * @param unregisteredPerAddress of these, how many may not have registered yet
 * @param registration how long a socket may be open without having registered
 * @param messagesPerSecond sustained; twice as many at once
 * @param errors messages that may be answered with an error at once; one more each three seconds
 * @param heartbeat how often a Ping is sent; a socket from which nothing comes for two of these after one is dropped
 */
public record SignalingLimits(
        int socketsPerAddress,
        int unregisteredPerAddress,
        Duration registration,
        int messagesPerSecond,
        int errors,
        Duration heartbeat) {
    public static final SignalingLimits DEFAULT =
            new SignalingLimits(1000, 100, Duration.ofSeconds(10), 50, 20, Duration.ofSeconds(10));
}
