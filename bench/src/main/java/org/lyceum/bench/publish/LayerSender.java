package org.lyceum.bench.publish;

import org.lyceum.bench.trace.TraceCursor;
import org.lyceum.bench.trace.TraceFrame;
import org.lyceum.bench.trace.TraceLayer;

/** One simulcast encoding: its place in the trace, its pictures' numbers, its SSRC. Confined to its publisher's loop. */
final class LayerSender {
    private final TraceCursor cursor;
    private final Vp8Packetizer packetizer;
    private final RtpSender rtp;

    LayerSender(TraceLayer layer, RtpSender rtp) {
        this.cursor = new TraceCursor(layer);
        this.packetizer = new Vp8Packetizer(layer, rtp.format().ssrc() >>> 16);
        this.rtp = rtp;
    }

    RtpSender rtp() {
        return rtp;
    }

    void requestKeyFrame() {
        cursor.requestKeyFrame();
    }

    /** Sends the next frame; returns in how many packets. */
    int sendFrame(long timestamp, long captureNanos, long nowNanos) {
        TraceFrame frame = cursor.next();
        byte[][] payloads = packetizer.packetize(frame, nowNanos);
        for (int i = 0; i < payloads.length; i++) {
            rtp.send(i == payloads.length - 1, timestamp, payloads[i], captureNanos, nowNanos);
        }
        return payloads.length;
    }
}
