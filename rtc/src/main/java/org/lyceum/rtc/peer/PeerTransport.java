package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.srtp.SrtpSender;
import org.lyceum.wire.rtcp.RtcpWriter;

/**
 * What all streams of a peer share on their way out and in: keys, the outgoing batch, the transport-wide sequence, counters.
 * Confined to the peer's thread.
 */
final class PeerTransport {
    /** Tag of the largest profile, plus RTCP's index word. */
    private static final int PROTECTION_ROOM = 32;

    private static final int RTCP_BYTES = 1200;

    private final PeerCounters counters = new PeerCounters();
    private final SendControl control;
    private final DatagramBatch batch;
    private final Runnable wantsDrain;
    private final Runnable reportDue;
    private final AesGcmFactory aesGcm;
    private final byte[] rtcp = new byte[RTCP_BYTES + PROTECTION_ROOM];
    private final RtcpWriter rtcpWriter = new RtcpWriter(new byte[RTCP_BYTES], 0);
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private int transportSequence;
    /** The number that stands in the packet being written. */
    private int pendingNumber = DatagramPool.Block.UNNUMBERED;

    private int lastNumber = DatagramPool.Block.UNNUMBERED;

    /**
     * @param wantsDrain called where something waits for the end of the cycle
     * @param reportDue called where a report is due earlier than it was
     */
    PeerTransport(
            DatagramPool pool, SendControl control, Runnable wantsDrain, Runnable reportDue, AesGcmFactory aesGcm) {
        this.control = control;
        this.batch = new DatagramBatch(pool);
        this.wantsDrain = wantsDrain;
        this.reportDue = reportDue;
        this.aesGcm = aesGcm;
    }

    void secure(SrtpKeys keys) {
        sender = new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt(), aesGcm);
        receiver = new SrtpReceiver(keys.profile(), keys.remoteKey(), keys.remoteSalt(), aesGcm);
    }

    /** Forgets the keys: nothing is protected or read any more. What was protected before can still be drained. */
    void forgetKeys() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
    }

    boolean secured() {
        return sender != null;
    }

    @Nullable
    SrtpReceiver receiver() {
        return receiver;
    }

    PeerCounters counters() {
        return counters;
    }

    /** The transport-wide sequence number of the packet being written, which {@link #protect} completes. */
    int nextTransportSequence() {
        pendingNumber = transportSequence++ & 0xFFFF;
        return pendingNumber;
    }

    /** A block with that much room behind its {@code used()} offset, or null before there are keys or when too much waits. */
    DatagramPool.@Nullable Block reserveRtp(int room) {
        if (sender == null) {
            return null;
        }
        DatagramPool.Block block = reserve(room + PROTECTION_ROOM);
        if (block == null) {
            counters.add(PeerCounter.DROPPED_BATCH_FULL);
        }
        return block;
    }

    /** Bytes of the datagram that was written last to this block, without its tag; 0 where there is none or it had none. */
    int lastPlainLength(DatagramPool.Block block) {
        SrtpSender srtp = sender;
        return srtp == null ? 0 : Math.max(0, block.lastLength() - srtp.rtpOverhead());
    }

    /** Whoever drives the peer is to look at it at the end of this cycle. */
    void wantDrain() {
        wantsDrain.run();
    }

    /** A report is due earlier than it was. */
    void reportDue() {
        reportDue.run();
    }

    private DatagramPool.@Nullable Block reserve(int room) {
        if (batch.isEmpty()) {
            wantDrain();
        }
        return batch.reserve(room);
    }

    /**
     * Completes the packet whose header and prefix were written to the reserved block.
     *
     * @param padding as {@link SrtpSender#protect}
     * @param content what it carries, as {@link Content}
     * @return its bytes on the wire, or a negative number where it may not be sent under this number
     */
    int protect(
            DatagramPool.Block block,
            int headerLength,
            int prefixLength,
            byte[] payload,
            int replaced,
            int padding,
            long sequence,
            long content) {
        SrtpSender srtp = sender;
        int number = pendingNumber;
        pendingNumber = DatagramPool.Block.UNNUMBERED;
        lastNumber = number;
        if (srtp == null) {
            return -1;
        }
        int length = srtp.protect(
                block.bytes,
                block.used(),
                headerLength,
                prefixLength,
                payload,
                replaced,
                payload.length - replaced,
                padding,
                sequence);
        if (length < 0) {
            return length;
        }
        batch.commit(block, length, number, control.clusterId(), content);
        counters.add(PeerCounter.RTP_SENT);
        counters.add(PeerCounter.RTP_BYTES_SENT, length);
        return length;
    }

    /** The transport-wide number of the packet that was protected last, {@link DatagramPool.Block#UNNUMBERED} for none. */
    int lastTransportSequence() {
        return lastNumber;
    }

    /**
     * Ends a packet that stands in the reserved block as it was protected before.
     *
     * @param number its transport-wide number, of which the estimate takes no news from now on
     */
    void repeat(DatagramPool.Block block, int length, int number) {
        batch.commit(block, length);
        if (number != DatagramPool.Block.UNNUMBERED) {
            control.repeated(number);
        }
        counters.add(PeerCounter.RTP_SENT);
        counters.add(PeerCounter.RTP_BYTES_SENT, length);
    }

    /** An empty writer; what is written goes out by {@link #sendRtcp}. */
    RtcpWriter rtcpWriter() {
        return rtcpWriter.reset();
    }

    /** Protects and queues what stands in the writer, which is empty afterwards. */
    void sendRtcp() {
        SrtpSender srtp = sender;
        int length = rtcpWriter.length();
        if (srtp == null || length == 0) {
            rtcpWriter.reset();
            return;
        }
        System.arraycopy(rtcpWriter.buffer(), rtcpWriter.offset(), rtcp, 0, length);
        rtcpWriter.reset();
        int protectedLength = srtp.protectRtcp(rtcp, 0, length);
        DatagramPool.Block block = protectedLength < 0 ? null : reserve(protectedLength);
        if (block != null) {
            System.arraycopy(rtcp, 0, block.bytes, block.used(), protectedLength);
            batch.commit(block, protectedLength);
            counters.add(PeerCounter.RTCP_SENT);
        }
    }

    void drain(@Nullable Path path, DatagramOutput output, long nowNanos) {
        if (!batch.isEmpty()) {
            batch.drain(path, output, control, nowNanos);
            control.drained(nowNanos);
        }
    }
}
