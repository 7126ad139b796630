package org.lyceum.turn;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A peer with a number (RFC 8656, 12). Of its engine's thread. */
public final class PeerChannel {
    /** The first two bits of ChannelData's number are 01. */
    public static final int FIRST = 0x4000;

    /**
     * RFC 8656, 12, has clients end at 0x4FFF, for the sake of what else they may have on their socket. RFC 5766 let them go on
     * up to here, and many still do; a server has nothing else on its port.
     */
    public static final int LAST = 0x7FFF;
    /** Number and length, before the data. */
    public static final int HEADER_BYTES = 4;

    static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final int number;
    private final InetSocketAddress peer;
    private final Relay relay;
    private final Reach reach;
    /** Of the peer's address. */
    Permission permission;

    private long expiresNanos;

    PeerChannel(int number, InetSocketAddress peer, Relay relay, Reach reach, Permission permission) {
        this.number = number;
        this.peer = peer;
        this.relay = relay;
        this.reach = reach;
        this.permission = permission;
    }

    public int number() {
        return number;
    }

    public InetSocketAddress peer() {
        return peer;
    }

    /** The relayed address that the peer sees. */
    public Relay relay() {
        return relay;
    }

    public Reach reach() {
        return reach;
    }

    void refresh(long nowNanos) {
        expiresNanos = nowNanos + LIFETIME_NANOS;
    }

    boolean holds(long nowNanos) {
        return expiresNanos - nowNanos > 0;
    }
}
