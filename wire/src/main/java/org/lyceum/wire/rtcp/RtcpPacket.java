package org.lyceum.wire.rtcp;

/** One RTCP packet of a compound one. SSRCs are the 32 bits as they are. */
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Goodbye,
                Nack,
                PictureLossIndication,
                FullIntraRequest,
                TransportFeedback,
                Remb,
                UnknownRtcp {}
