package org.lyceum.rtc.session;

/**
 * Ids of the RTP header extensions of an m-line (RFC 8285), 1 to 255, 0 where the extension was not negotiated. Ids above
 * 14 need the two-byte form.
 */
public record ExtensionMap(
        int mid,
        int rid,
        int repairedRid,
        int audioLevel,
        int absSendTime,
        int transportCc,
        int videoOrientation,
        int playoutDelay,
        int dependencyDescriptor) {
    /** No extension at all. */
    public static final ExtensionMap NONE = new ExtensionMap(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
