package org.lyceum.platform.accounts;

/** A login is over: by a logout, by the theft of its refresh token, or by a password reset. Its sockets are to be cut. */
public record SessionEnded(String userId, String sessionId) {}
