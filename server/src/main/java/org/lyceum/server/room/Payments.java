package org.lyceum.server.room;

import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerHandle;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.streams.Stream;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.StopReason;
import org.lyceum.server.protocol.WatchState;

/**
 * Who watches for money in this room: a session begins with the first {@code subscribe} and ends with the visit, over any number of
 * connections. What it allows is obeyed here, by what is subscribed to in the media side, so that no page can undo it. Where the
 * stream has no price nothing of this happens. Confined to the room's thread.
 */
final class Payments {
    private final RoomContext context;
    private Stream stream;

    Payments(RoomContext context, Stream stream) {
        this.context = context;
        this.stream = stream;
    }

    /** A price holds for those who begin after it. */
    void edited(Stream edited) {
        stream = edited;
    }

    /**
     * Somebody asks for media. A session that is over, since nothing was acknowledged, is followed by another.
     *
     * @param address by which guests are told apart
     */
    void begins(Participant who, String address) {
        if (who.fare != null && isOver(who.standing)) {
            ends(who);
        }
        who.permit = who.fare == null ? Permit.ALL : who.permit;
        if (who.fare == null && stream.pricePerMinute() > 0) {
            who.permit = Permit.NOTHING;
            who.fare = context.meters().open(stream, new Watcher(who.userId(), address), who, context.mail());
        }
    }

    /** They are gone. */
    void ends(Participant who) {
        if (who.fare != null) {
            context.meters().close(who.fare);
            who.fare = null;
            who.standing = null;
        }
    }

    /** Media flows over this connection of theirs from now on, or over none. */
    static void carriedBy(Participant who, @Nullable PeerHandle connection) {
        if (who.fare != null) {
            who.fare.carriedBy(connection);
        }
    }

    void agreed(SocketParticipant who, ClientMessage.AgreePrice agreement) throws ProtocolException {
        MeteredWatch fare = who.fare;
        String sessionId = fare == null ? null : fare.sessionId;
        if (fare == null || sessionId == null) {
            throw new ProtocolException(ErrorCode.NOT_SUBSCRIBED, "Nothing is to be paid here before 'subscribe'.");
        }
        context.meters().agree(fare, sessionId, agreement.pricePerMinute(), agreement.spendingCap());
    }

    void refused(RoomMessage.AgreeRefused refusal) {
        refusal.who().tell(new ServerMessage.Error(refusal.code(), refusal.sentence(), "agree-price"));
    }

    /** How a session stands has changed. */
    void metered(RoomMessage.Metered news) {
        Participant who = news.who();
        if (who.fare != news.watch()) {
            return; // Of a session that is over.
        }
        if (news.standing().equals(who.standing)) {
            return;
        }
        who.standing = news.standing();
        Permit permit = permit(news.standing().allowed());
        if (permit != who.permit) {
            who.permit = permit;
            switch (who.watching) {
                case Subscription subscription -> subscription.permitted();
                case Playback playback -> playback.permitted();
                case null, default -> {}
            }
        }
        repeat(who);
    }

    /** Says how it stands, where anything is to be paid. */
    void repeat(Participant who) {
        if (who.standing != null) {
            who.tell(balance(who.standing, who.userId() == null));
        }
    }

    private ServerMessage.Balance balance(Standing standing, boolean guest) {
        Currency currency = context.meters().currency();
        StopReason reason = reason(standing.allowed(), guest);
        return new ServerMessage.Balance(
                state(standing, reason),
                reason,
                standing.balance(),
                standing.pricePerMinute(),
                standing.secondsLeft(),
                standing.previewLeft(),
                standing.seconds(),
                standing.charged(),
                currency.code(),
                currency.decimals());
    }

    private static Permit permit(Allowed allowed) {
        return switch (allowed) {
            case FULL -> Permit.ALL;
            case SOUND_ONLY -> Permit.SOUND;
            case PRICE_NOT_AGREED, OUT_OF_FUNDS, CAP_REACHED, LEDGER_AWAY, UNACKNOWLEDGED, CLOSED -> Permit.NOTHING;
        };
    }

    private static WatchState state(Standing standing, @Nullable StopReason reason) {
        if (reason != null) {
            return WatchState.STOPPED;
        }
        if (standing.allowed() == Allowed.PRICE_NOT_AGREED) {
            return WatchState.AGREE;
        }
        if (standing.allowed() == Allowed.SOUND_ONLY) {
            return WatchState.SOUND_ONLY;
        }
        if (standing.pricePerMinute() == 0) {
            return WatchState.FREE;
        }
        return standing.previewLeft() > 0 ? WatchState.PREVIEW : WatchState.PAYING;
    }

    /** @return null while something may be sent, or an agreement is all that is missing */
    private static @Nullable StopReason reason(Allowed allowed, boolean guest) {
        return switch (allowed) {
            case FULL, SOUND_ONLY -> null;
            case PRICE_NOT_AGREED -> guest ? StopReason.SIGNED_OUT : null;
            case OUT_OF_FUNDS -> StopReason.EMPTY;
            case CAP_REACHED -> StopReason.CAP;
            case UNACKNOWLEDGED -> StopReason.SILENT;
            case LEDGER_AWAY, CLOSED -> StopReason.UNAVAILABLE;
        };
    }

    private static boolean isOver(@Nullable Standing standing) {
        return standing != null && standing.allowed().isFinal();
    }
}
