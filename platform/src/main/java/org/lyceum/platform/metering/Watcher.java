package org.lyceum.platform.metering;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to watch.
 *
 * @param userId null for a guest
 * @param address by which guests' previews are told apart; IPv6 by /64
 */
public record Watcher(@Nullable String userId, String address) {
    /** Under which name their previews count. */
    String previewKey() {
        return userId == null ? "address " + address : userId;
    }
}
