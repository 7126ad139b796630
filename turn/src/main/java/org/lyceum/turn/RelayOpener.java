package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives allocations their relayed addresses. An allocation that reaches the media port alone needs no socket: its address is a name in
 * this process. Confined to the engine's thread.
 */
final class RelayOpener {
    /** Another process may have a port of ours. */
    private static final int PORT_TRIES = 16;

    private final TurnHouse house;
    private final TurnOutlet outlet;
    private final RandomGenerator random;

    RelayOpener(TurnHouse house, TurnOutlet outlet, RandomGenerator random) {
        this.house = house;
        this.outlet = outlet;
        this.random = random;
    }

    /** Adds what was wanted to the allocation; null where at least one address could be had. */
    @Nullable
    TurnError open(Allocation allocation, Wanted wanted, long nowNanos) {
        byte[] token = wanted.token();
        if (token != null) {
            return redeem(allocation, token, nowNanos);
        }
        TurnError first = open(allocation, wanted.family(), wanted.even(), wanted.reserve(), nowNanos);
        if (wanted.additional() == null) {
            return first;
        }
        TurnError second = open(allocation, wanted.additional(), false, false, nowNanos);
        if (first != null && second != null) {
            return first;
        }
        if (first != null) {
            allocation.addressError = new AddressError(wanted.family(), first);
        } else if (second != null) {
            allocation.addressError = new AddressError(wanted.additional(), second);
        }
        return null;
    }

    private @Nullable TurnError open(
            Allocation allocation, Family family, boolean even, boolean reserve, long nowNanos) {
        InetAddress address = house.relayAddress(family);
        if (address == null) {
            return TurnError.ADDRESS_FAMILY_NOT_SUPPORTED;
        }
        RelayPorts ports = house.ports(family);
        for (int attempt = 0; attempt < PORT_TRIES; attempt++) {
            int port = ports.take(even, reserve, random);
            if (port == RelayPorts.NONE) {
                break;
            }
            if (opened(allocation, new InetSocketAddress(address, port))) {
                if (reserve) {
                    allocation.reservationToken = house.reservations().keep(family, port + 1, random, nowNanos);
                }
                return null;
            }
            ports.release(port);
            if (reserve) {
                ports.release(port + 1);
            }
        }
        return TurnError.INSUFFICIENT_CAPACITY;
    }

    private @Nullable TurnError redeem(Allocation allocation, byte[] token, long nowNanos) {
        Reservations.Kept kept = house.reservations().redeem(token);
        if (kept == null) {
            return TurnError.INSUFFICIENT_CAPACITY;
        }
        InetAddress address = house.relayAddress(kept.family());
        if (kept.untilNanos() - nowNanos <= 0
                || address == null
                || !opened(allocation, new InetSocketAddress(address, kept.port()))) {
            house.ports(kept.family()).release(kept.port());
            return TurnError.INSUFFICIENT_CAPACITY;
        }
        return null;
    }

    private boolean opened(Allocation allocation, InetSocketAddress address) {
        Relay relay = new Relay(address, allocation, outlet);
        if (allocation.user().scope() != Scope.MEDIA) {
            relay.socket = outlet.open(relay);
            if (relay.socket == null) {
                return false;
            }
        }
        allocation.relays().add(relay);
        house.add(relay);
        return true;
    }

    void close(Relay relay) {
        RelaySocket socket = relay.socket;
        if (socket != null) {
            socket.close();
        }
        house.remove(relay);
    }
}
