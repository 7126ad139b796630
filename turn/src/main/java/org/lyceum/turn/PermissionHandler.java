package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;

/** CreatePermission and ChannelBind (RFC 8656, 10 and 12.2). Confined to the engine's thread. */
final class PermissionHandler {
    private final TurnHouse house;
    private final Replies replies;

    PermissionHandler(TurnHouse house, Replies replies) {
        this.house = house;
        this.replies = replies;
    }

    /** All of the addresses or none. */
    void createPermission(Request request, Allocation allocation) {
        List<InetSocketAddress> peers = request.message().xorAddresses(Attributes.XOR_PEER_ADDRESS);
        TurnError refusal = peers == null || peers.isEmpty()
                ? TurnError.BAD_REQUEST
                : refusal(allocation, peers, request.nowNanos());
        if (refusal != null || peers == null) {
            replies.error(request, refusal == null ? TurnError.BAD_REQUEST : refusal, key(allocation));
            return;
        }
        for (InetSocketAddress peer : peers) {
            permit(allocation, peer.getAddress(), request.nowNanos());
        }
        replies.success(request);
        replies.send(request, key(allocation));
    }

    private @Nullable TurnError refusal(Allocation allocation, List<InetSocketAddress> peers, long nowNanos) {
        for (InetSocketAddress peer : peers) {
            InetAddress address = peer.getAddress();
            if (allocation.relay(Family.of(address)) == null) {
                return TurnError.PEER_ADDRESS_FAMILY_MISMATCH;
            }
            if (!house.mayPermit(allocation.user().scope(), address)) {
                return TurnError.FORBIDDEN;
            }
        }
        List<InetAddress> addresses =
                peers.stream().map(InetSocketAddress::getAddress).toList();
        return allocation.hasRoomFor(addresses, nowNanos) ? null : TurnError.INSUFFICIENT_CAPACITY;
    }

    private Permission permit(Allocation allocation, InetAddress address, long nowNanos) {
        return allocation.permit(address, house.isNetwork(allocation.user().scope(), address), nowNanos);
    }

    void channelBind(Request request, Allocation allocation) {
        StunMessage message = request.message();
        int number = (int) (message.number(Attributes.CHANNEL_NUMBER) >>> 16);
        InetSocketAddress peer = message.xorAddress(Attributes.XOR_PEER_ADDRESS);
        if (number < PeerChannel.FIRST || number > PeerChannel.LAST || peer == null) {
            replies.error(request, TurnError.BAD_REQUEST, key(allocation));
            return;
        }
        TurnError refusal = bind(allocation, number, peer, request.nowNanos());
        if (refusal != null) {
            replies.error(request, refusal, key(allocation));
        } else {
            replies.success(request);
            replies.send(request, key(allocation));
        }
    }

    /** Binds, or refreshes what is bound; a number has one peer and a peer one number. */
    private @Nullable TurnError bind(Allocation allocation, int number, InetSocketAddress peer, long nowNanos) {
        Relay relay = allocation.relay(Family.of(peer.getAddress()));
        if (relay == null) {
            return TurnError.PEER_ADDRESS_FAMILY_MISMATCH;
        }
        PeerChannel bound = allocation.boundTo(number, nowNanos);
        if (!Objects.equals(bound, allocation.boundTo(peer, nowNanos))) {
            return TurnError.BAD_REQUEST;
        }
        Reach reach = house.reach(allocation.user().scope(), peer);
        if (reach == Reach.NOWHERE) {
            return TurnError.FORBIDDEN;
        }
        boolean room = allocation.hasRoomFor(List.of(peer.getAddress()), nowNanos);
        if (!room || (bound == null && !allocation.hasRoomForChannel())) {
            return TurnError.INSUFFICIENT_CAPACITY;
        }
        Permission permission = permit(allocation, peer.getAddress(), nowNanos);
        if (bound == null) {
            bound = new PeerChannel(number, peer, relay, reach, permission);
            allocation.bind(bound);
        }
        bound.refresh(nowNanos);
        return null;
    }

    private static byte[] key(Allocation allocation) {
        return allocation.user().key();
    }
}
