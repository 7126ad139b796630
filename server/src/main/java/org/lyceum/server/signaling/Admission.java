package org.lyceum.server.signaling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the sockets of each address. From any thread. */
final class Admission {
    private record Sockets(int open, int unregistered) {
        static final Sockets NONE = new Sockets(0, 0);

        boolean none() {
            return open == 0;
        }
    }

    private final SignalingLimits limits;
    private final ConcurrentMap<String, Sockets> byAddress = new ConcurrentHashMap<>();

    Admission(SignalingLimits limits) {
        this.limits = limits;
    }

    /** Counts one more socket of this address, unregistered yet, or refuses it; {@link #closed} takes it back. */
    boolean admit(String address) {
        boolean[] admitted = new boolean[1];
        byAddress.compute(address, (key, present) -> {
            Sockets before = present == null ? Sockets.NONE : present;
            admitted[0] = before.open() < limits.socketsPerAddress()
                    && before.unregistered() < limits.unregisteredPerAddress();
            return admitted[0] ? new Sockets(before.open() + 1, before.unregistered() + 1) : present;
        });
        return admitted[0];
    }

    void registered(String address) {
        change(address, 0, -1);
    }

    void closed(String address, boolean wasRegistered) {
        change(address, -1, wasRegistered ? 0 : -1);
    }

    /** Addresses that have sockets. */
    int size() {
        return byAddress.size();
    }

    private void change(String address, int open, int unregistered) {
        byAddress.compute(address, (key, present) -> {
            Sockets before = present == null ? Sockets.NONE : present;
            Sockets after = new Sockets(before.open() + open, before.unregistered() + unregistered);
            return after.none() ? null : after;
        });
    }
}
