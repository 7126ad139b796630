package org.lyceum.rtc.session;

import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;

/**
 * ICE and DTLS parameters of both sides (RFC 8839, RFC 8842).
 *
 * @param localUfrag ICE user fragment of this side, unique in the process
 * @param localPwd ICE password of this side
 * @param remoteUfrag ICE user fragment of the other side
 * @param remotePwd ICE password of the other side
 * @param role which side of DTLS this side plays
 * @param remoteFingerprint fingerprint that the other side's certificate must have
 */
public record TransportParameters(
        String localUfrag,
        String localPwd,
        String remoteUfrag,
        String remotePwd,
        DtlsRole role,
        Fingerprint remoteFingerprint) {}
