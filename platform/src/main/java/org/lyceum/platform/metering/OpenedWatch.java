package org.lyceum.platform.metering;

/**
 * A session that has begun.
 *
 * @param sessionId by which it is reported and closed
 * @param pricePerMinute which stays until its end; nothing is paid before it is agreed to
 * @param previewSeconds that are free today
 * @param allowed what may be sent in its first second
 */
public record OpenedWatch(String sessionId, long pricePerMinute, long previewSeconds, Allowed allowed) {}
