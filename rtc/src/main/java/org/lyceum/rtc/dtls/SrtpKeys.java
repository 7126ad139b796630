package org.lyceum.rtc.dtls;

import org.lyceum.rtc.srtp.SrtpProfile;

/**
 * Keying material exported by DTLS (RFC 5764, 4.2), already assigned to directions.
 *
 * @param profile the negotiated protection profile
 * @param localKey master key for what this side sends
 * @param localSalt master salt for what this side sends
 * @param remoteKey master key for what the other side sends
 * @param remoteSalt master salt for what the other side sends
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {}
