package org.lyceum.server.direct;

/** What is counted of direct rooms since the start; the metrics page has one meter for each. */
public enum DirectCounter {
    /** Rooms that were given a code. */
    ROOMS_MADE,
    /** Messages handed on. */
    RELAYED,
    /** Candidates for somebody who had left. */
    UNDELIVERED,
    /** Registrations and messages that were answered with an error. */
    REFUSED,
    /** Codes that opened nothing. */
    WRONG_CODES,
    /** Senders that did not answer when another one came. */
    REPLACED,
    /** Those who came back by their resume token. */
    RESUMED
}
