package org.lyceum.server.direct;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.DirectMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage.Direct;
import org.lyceum.server.room.Timers;

/**
 * One sender and its receivers, in the order in which they came: who hears of whom, and whose word goes to whom. It has no
 * time and lets in whomever it is given. Confined to the thread of {@link DirectRooms}.
 */
final class DirectRoom {
    private final String name;
    private final String openedBy;
    private final @Nullable RoomKeys keys;
    private final DirectCounters counters;
    private final Map<String, DirectMember> receivers = new LinkedHashMap<>();
    private @Nullable DirectMember sender;
    /** Runs out when nobody comes any more. */
    Timers.@Nullable Timer ending;
    /** What was made to be said for it; null for none. */
    @Nullable
    String code;

    /**
     * @param openedBy address under which it is counted
     * @param keys what opens it; null for a room that is known by its name alone
     */
    DirectRoom(String name, String openedBy, @Nullable RoomKeys keys, DirectCounters counters) {
        this.name = name;
        this.openedBy = openedBy;
        this.keys = keys;
        this.counters = counters;
    }

    String name() {
        return name;
    }

    String openedBy() {
        return openedBy;
    }

    @Nullable
    RoomKeys keys() {
        return keys;
    }

    @Nullable
    DirectMember sender() {
        return sender;
    }

    Collection<DirectMember> receivers() {
        return receivers.values();
    }

    boolean isEmpty() {
        return sender == null && receivers.isEmpty();
    }

    /** A copy: whoever asks may remove whom it meets. */
    List<DirectMember> members() {
        List<DirectMember> members = new ArrayList<>(receivers.values());
        if (sender != null) {
            members.addFirst(sender);
        }
        return members;
    }

    boolean contains(DirectMember member) {
        return member.isSender() ? sender == member : receivers.get(member.id()) == member;
    }

    @Nullable
    DirectMember byResumeToken(ClientRole role, String token) {
        return members().stream()
                .filter(member -> member.role() == role && RoomKeys.same(member.resumeToken(), token))
                .findFirst()
                .orElse(null);
    }

    /** There is no other sender, or this is no sender. {@link #introduce} follows when it has been welcomed. */
    void add(DirectMember member) {
        if (member.isSender()) {
            sender = member;
        } else {
            receivers.put(member.id(), member);
        }
    }

    /** Tells it, and everybody that it has to do with, that the other is there; new or back. */
    void introduce(DirectMember member) {
        pairsOf(member).forEach(receiver -> {
            DirectMember partner = sender;
            if (partner == null || partner.isAway() || receiver.isAway()) {
                return;
            }
            boolean resumed = receiver.pairedWith == partner;
            if (!resumed) {
                receiver.pair = PairState.WAITING;
            }
            receiver.pairedWith = partner;
            partner.tell(new Direct.PeerConnected(ClientRole.RECEIVER, receiver.id(), resumed));
            receiver.tell(new Direct.PeerConnected(ClientRole.SENDER, receiver.id(), resumed));
        });
    }

    /** Its socket is lost; it may be back. */
    void lose(DirectMember member) {
        member.detach();
        tellOfAbsence(member, true);
    }

    /** It is gone for good; others were told before where it was away. */
    void remove(DirectMember member) {
        if (!member.isAway()) {
            tellOfAbsence(member, false);
        }
        if (member.isSender()) {
            sender = null;
            receivers.values().forEach(receiver -> {
                receiver.pairedWith = null;
                receiver.pair = PairState.WAITING;
            });
        } else {
            receivers.remove(member.id());
        }
    }

    /** Hands on what it said. */
    void relay(DirectMember from, DirectMessage message) throws ProtocolException {
        switch (message) {
            case DirectMessage.Offer offer -> offer(from, offer);
            case DirectMessage.Answer answer -> answer(from, answer);
            case DirectMessage.IceCandidate candidate -> candidate(from, candidate);
            case DirectMessage.Leave _, DirectMessage.Ping _ -> throw new IllegalArgumentException("not to be relayed");
        }
    }

    private void offer(DirectMember from, DirectMessage.Offer offer) throws ProtocolException {
        if (!from.isSender()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only the sender offers.");
        }
        DirectMember to = requirePresent(receiver(offer.receiverId()), "There is no such receiver now.");
        to.pair = PairState.OFFERED;
        hand(to, new Direct.Offer(offer.sdp(), to.id()));
    }

    private void answer(DirectMember from, DirectMessage.Answer answer) throws ProtocolException {
        if (from.isSender()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only receivers answer.");
        }
        DirectMember to = requirePresent(sender, "There is no sender now.");
        from.pair = PairState.ANSWERED;
        hand(to, new Direct.Answer(answer.sdp(), from.id()));
    }

    /** Candidates trickle in while the other leaves: one that comes too late is nobody's fault. */
    private void candidate(DirectMember from, DirectMessage.IceCandidate candidate) {
        DirectMember receiver = from.isSender() ? receiver(candidate.receiverId()) : from;
        DirectMember to = from.isSender() ? receiver : sender;
        if (receiver == null || to == null || to.isAway()) {
            counters.count(DirectCounter.UNDELIVERED);
        } else {
            hand(to, new Direct.IceCandidate(candidate.candidate(), receiver.id()));
        }
    }

    private void hand(DirectMember to, Direct message) {
        to.tell(message);
        counters.count(DirectCounter.RELAYED);
    }

    /** Where no id is given the first one: of those who are there, who came first. */
    private @Nullable DirectMember receiver(@Nullable String id) {
        return id == null
                ? receivers.values().stream()
                        .filter(receiver -> !receiver.isAway())
                        .findFirst()
                        .orElse(null)
                : receivers.get(id);
    }

    private static DirectMember requirePresent(@Nullable DirectMember member, String sentence)
            throws ProtocolException {
        if (member == null || member.isAway()) {
            throw new ProtocolException(ErrorCode.NO_PEER, sentence);
        }
        return member;
    }

    private void tellOfAbsence(DirectMember member, boolean away) {
        pairsOf(member).forEach(receiver -> {
            DirectMember other = member.isSender() ? receiver : sender;
            if (other != null) {
                other.tell(new Direct.PeerDisconnected(member.role(), receiver.id(), away));
            }
        });
    }

    /** A pair is known by its receiver. */
    private Stream<DirectMember> pairsOf(DirectMember member) {
        return member.isSender() ? receivers.values().stream() : Stream.of(member);
    }
}
