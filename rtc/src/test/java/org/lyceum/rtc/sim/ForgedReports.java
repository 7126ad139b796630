package org.lyceum.rtc.sim;

import java.util.Arrays;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpSender;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.DatagramKind;
import org.lyceum.wire.rtp.Demux;

/** Takes the place of a browser's own RTCP, with its keys: from now on the server hears only what is sent here. */
public final class ForgedReports {
    /** More RTCP packets than a browser has sent before it is silenced. */
    private static final int NUMBERS_USED = 1_000;

    private final PeerLink link;
    private final SrtpSender srtp;

    public ForgedReports(PeerLink link) {
        this.link = link;
        SrtpKeys keys = link.browserKeys();
        this.srtp = new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt(), JdkAesGcm::new);
        link.passingBack(datagram -> Demux.classify(datagram, 0, datagram.length) != DatagramKind.RTCP);
        for (int i = 0; i < NUMBERS_USED; i++) {
            protect(writer().pictureLossIndication(1, 1));
        }
    }

    public static RtcpWriter writer() {
        return new RtcpWriter(new byte[1200], 0);
    }

    public void send(RtcpWriter writer) {
        link.inject(protect(writer));
    }

    private byte[] protect(RtcpWriter writer) {
        byte[] packet = Arrays.copyOf(writer.toByteArray(), writer.length() + 64);
        return Arrays.copyOf(packet, srtp.protectRtcp(packet, 0, writer.length()));
    }
}
