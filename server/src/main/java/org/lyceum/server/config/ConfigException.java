package org.lyceum.server.config;

/** A setting that cannot be used; the message names its key, its origin and what is allowed, for a person to read. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
