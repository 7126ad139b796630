package org.lyceum.server.whip;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.room.MediaSession;

/** Counts sessions by client address. Safe to call from many threads. */
final class AddressQuota {
    private final WhipLimits limits;
    private final Map<String, Set<Place>> byAddress = new HashMap<>();

    /** Room for one session, taken before it is opened: many requests at once count as well. */
    final class Place {
        private final String address;
        private volatile @Nullable MediaSession session;

        private Place(String address) {
            this.address = address;
        }

        /** The session that fills it. The place is free again when the session is over. */
        void fill(MediaSession opened) {
            session = opened;
            opened.onClosed(this::free);
        }

        /** Gives it back; harmless the second time. */
        void free() {
            synchronized (byAddress) {
                Set<Place> places = byAddress.get(address);
                if (places != null && places.remove(this) && places.isEmpty()) {
                    byAddress.remove(address);
                }
            }
        }

        private boolean isConnected() {
            MediaSession opened = session;
            return opened != null && opened.isConnected();
        }
    }

    AddressQuota(WhipLimits limits) {
        this.limits = limits;
    }

    /** Null when the address has all that it may have. */
    @Nullable
    Place take(String address) {
        synchronized (byAddress) {
            Set<Place> places = byAddress.computeIfAbsent(address, _ -> new HashSet<>());
            long unconnected =
                    places.stream().filter(place -> !place.isConnected()).count();
            if (unconnected >= limits.unconnected() || places.size() >= limits.open()) {
                return null;
            }
            Place place = new Place(address);
            places.add(place);
            return place;
        }
    }

    /** Addresses that have a session now. */
    int addresses() {
        synchronized (byAddress) {
            return byAddress.size();
        }
    }
}
