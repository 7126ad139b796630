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

    /** Whether one more socket of this address would be welcome. */
    boolean hasRoom(String address) {
        Sockets now = byAddress.getOrDefault(address, Sockets.NONE);
        return now.open() < limits.socketsPerAddress() && now.unregistered() < limits.unregisteredPerAddress();
    }

    void opened(String address) {
        change(address, 1, 1);
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
