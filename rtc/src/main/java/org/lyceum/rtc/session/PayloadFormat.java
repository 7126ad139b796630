package org.lyceum.rtc.session;

/**
 * One payload type of an m-line.
 *
 * @param payloadType 35 to 63 or 96 to 127
 * @param codec what it carries
 * @param rtxPayloadType payload type of its retransmissions (RFC 4588), or -1
 * @param nack generic NACK was negotiated (RFC 4585)
 * @param pli picture loss indication was negotiated
 * @param fir full intra request was negotiated (RFC 5104)
 * @param transportCc transport-wide congestion control feedback was negotiated
 * @param remb receiver estimated maximum bitrate was negotiated
 */
public record PayloadFormat(
        int payloadType,
        Codec codec,
        int rtxPayloadType,
        boolean nack,
        boolean pli,
        boolean fir,
        boolean transportCc,
        boolean remb) {}
