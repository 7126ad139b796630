package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.rtp.RtpWriter;

/** Writes the header extensions (RFC 8285) that a watcher negotiated for one m-line. Confined to its peer's loop. */
final class OutboundExtensions {
    private static final int LARGEST_ONE_BYTE_ID = 14; // RFC 8285, 4.2
    private static final byte[] NOTHING = new byte[0];
    private static final int EXTENSION_BIT = 0x10;

    private final ExtensionMap ids;
    private final PeerTransport transport;
    private final boolean twoByteIds;

    /** @param transport gives transport-wide sequence numbers */
    OutboundExtensions(ExtensionMap ids, PeerTransport transport) {
        this.ids = ids;
        this.transport = transport;
        this.twoByteIds = highestId(ids) > LARGEST_ONE_BYTE_ID;
    }

    /**
     * Writes what the watcher negotiated of what the packet has.
     *
     * @param begin where the packet's header begins
     * @param first where the fixed header ends
     * @return where the payload goes
     */
    int write(byte[] out, int begin, int first, MediaPacket packet, byte @Nullable [] descriptor, long nowNanos) {
        byte[] described = descriptor == null || ids.dependencyDescriptor() == 0 ? NOTHING : descriptor;
        boolean twoByte = twoByteIds
                || (described.length > 0 && RtpWriter.needsTwoByteForm(ids.dependencyDescriptor(), described.length));
        int at = RtpWriter.beginExtensions(out, begin, first, twoByte);
        int empty = at;
        at = timing(out, at, twoByte, nowNanos);
        if (ids.audioLevel() > 0 && packet.audioLevel() >= 0) {
            int level = HeaderExtensions.audioLevelByte(packet.audioLevel(), packet.voice());
            at = RtpWriter.extension8(out, at, twoByte, ids.audioLevel(), level);
        }
        if (ids.videoOrientation() > 0 && packet.orientation() >= 0) {
            at = RtpWriter.extension8(out, at, twoByte, ids.videoOrientation(), packet.orientation());
        }
        if (ids.playoutDelay() > 0 && packet.playoutDelay() >= 0) {
            at = RtpWriter.extension24(out, at, twoByte, ids.playoutDelay(), packet.playoutDelay());
        }
        if (described.length > 0) {
            at = RtpWriter.extension(out, at, twoByte, ids.dependencyDescriptor(), described, 0, described.length);
        }
        return end(out, begin, first, at, empty);
    }

    /** The same for a packet that carries nothing: only what the watcher's receiver needs to tell how the network is. */
    int writeTiming(byte[] out, int begin, int first, long nowNanos) {
        int empty = RtpWriter.beginExtensions(out, begin, first, twoByteIds);
        return end(out, begin, first, timing(out, empty, twoByteIds, nowNanos), empty);
    }

    private int timing(byte[] out, int first, boolean twoByte, long nowNanos) {
        int at = first;
        if (ids.transportCc() > 0) {
            at = RtpWriter.extension16(out, at, twoByte, ids.transportCc(), transport.nextTransportSequence());
        }
        if (ids.absSendTime() > 0) {
            at = RtpWriter.extension24(out, at, twoByte, ids.absSendTime(), HeaderExtensions.absSendTime(nowNanos));
        }
        return at;
    }

    private static int end(byte[] out, int begin, int first, int at, int empty) {
        if (at == empty) {
            out[begin] &= ~EXTENSION_BIT; // nothing to say: no extension at all
            return first;
        }
        return RtpWriter.endExtensions(out, first, at);
    }

    private static int highestId(ExtensionMap ids) {
        int sending = Math.max(ids.transportCc(), Math.max(ids.absSendTime(), ids.audioLevel()));
        return Math.max(
                sending, Math.max(ids.videoOrientation(), Math.max(ids.playoutDelay(), ids.dependencyDescriptor())));
    }
}
