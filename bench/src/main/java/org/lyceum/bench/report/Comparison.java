package org.lyceum.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * The same once more with another server.
 *
 * @param cpuMicrosPerPacketRatio how many times as much CPU time a packet takes there, null where one is not known
 * @param figures of the other one
 */
public record Comparison(@Nullable Double cpuMicrosPerPacketRatio, Figures figures) {}
