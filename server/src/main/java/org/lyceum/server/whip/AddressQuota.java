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

    /** What comes of asking for a place. */
    sealed interface Answer permits Place, Full {}

    /** Why there is no place. */
    enum Full implements Answer {
        /** Too many of the address are on their way in; most of them will have come in a moment. */
        AT_ONCE,
        /** The address has all the sessions that it may have. */
        ALTOGETHER
    }

    /** Room for one session, taken before it is opened: many requests at once count as well. */
    final class Place implements Answer {
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

    Answer take(String address) {
        synchronized (byAddress) {
            Set<Place> places = byAddress.computeIfAbsent(address, _ -> new HashSet<>());
            if (places.size() >= limits.open()) {
                return Full.ALTOGETHER;
            }
            long unconnected =
                    places.stream().filter(place -> !place.isConnected()).count();
            if (unconnected >= limits.unconnected()) {
                return Full.AT_ONCE;
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
