package org.lyceum.turn;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A relayed transport address. Its address and home are anyone's to read, the rest is its engine's thread's. */
public final class Relay {
    private final InetSocketAddress address;
    private final Allocation allocation;
    private final RelayHome home;
    /** None where everything is delivered in process. */
    @Nullable
    RelaySocket socket;
    /** At which of its addresses the media port was last spoken to: what comes back comes from there. */
    @Nullable
    InetSocketAddress mediaPeer;

    Relay(InetSocketAddress address, Allocation allocation, RelayHome home) {
        this.address = address;
        this.allocation = allocation;
        this.home = home;
    }

    /** As peers see it. */
    public InetSocketAddress address() {
        return address;
    }

    public Allocation allocation() {
        return allocation;
    }

    /** Takes what others in this process have for it. */
    public RelayHome home() {
        return home;
    }

    /** Null where everything is delivered in process. */
    public @Nullable RelaySocket socket() {
        return socket;
    }

    Family family() {
        return Family.of(address.getAddress());
    }

    @Override
    public String toString() {
        return "relay " + address;
    }
}
