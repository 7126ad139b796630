package org.lyceum.rtc.dtls;

/** Who sends the ClientHello (RFC 5763, 5): {@code setup:active} is the client, {@code setup:passive} the server. */
public enum DtlsRole {
    CLIENT,
    SERVER
}
