package org.lyceum.platform.streams;

import java.time.Instant;

/** Someone who may watch a private stream. */
public record Invitation(String userId, String displayName, Instant invitedAt) {}
