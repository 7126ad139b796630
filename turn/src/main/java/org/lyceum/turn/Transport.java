package org.lyceum.turn;

/** How a client reaches the server; part of its five-tuple. */
public enum Transport {
    UDP,
    TCP,
    TLS
}
