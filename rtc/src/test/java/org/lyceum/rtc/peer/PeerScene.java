package org.lyceum.rtc.peer;

import static org.lyceum.rtc.sim.SimulatedNetwork.address;
import static org.lyceum.rtc.sim.SimulatedNetwork.udp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.StandInDtlsFactory;
import org.lyceum.rtc.ice.IceControllingAgent;
import org.lyceum.rtc.ice.IceLiteAgent;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.session.RemoteSource;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.sim.SimulatedNetwork;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/**
 * Two peers on a simulated network: a client that controls ICE and begins DTLS, and a server that is lite and passive. One of
 * them sends a picture, twenty packets to a frame's worth of time, and answers NACKs from all that it has sent.
 */
final class PeerScene {
    static final InetSocketAddress SERVER = address(1, 7882);
    static final InetSocketAddress CLIENT = address(100, 40_000);
    static final InetSocketAddress MOVED = address(101, 50_000);
    static final String MID = "0";

    private static final int SSRC = 0x1111;
    private static final int RTX_SSRC = 0x2222;
    private static final Codec VP8 = new Codec(CodecType.VP8, "");
    private static final PayloadFormat FORMAT = new PayloadFormat(96, VP8, 97, true, true, true, true, false);
    private static final ExtensionMap EXTENSIONS = new ExtensionMap(1, 2, 3, 0, 0, 4, 0, 0, 0);
    private static final int PACKET_MILLIS = 5;
    private static final int PAYLOAD_BYTES = 300;

    final SimulatedNetwork network;
    final PeerNode server;
    final PeerNode client;
    final PeerNode sender;
    final PeerNode receiver;

    private final SplittableRandom random;
    private final StandInDtlsFactory clientDtls;
    private final StandInDtlsFactory serverDtls;
    private final List<MediaPacket> sent = new ArrayList<>();
    private final boolean clientSends;
    private long nextSequence = 65_000; // wraps soon

    PeerScene(long seed, boolean clientSends) {
        this.clientSends = clientSends;
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(random.split());
        clientDtls = new StandInDtlsFactory("client", random.split());
        serverDtls = new StandInDtlsFactory("server", random.split());
        AtomicInteger epochs = new AtomicInteger();
        server = new PeerNode(
                new Peer.Wiring(
                        IceLiteAgent::new,
                        serverDtls,
                        JdkAesGcm::new,
                        () -> {},
                        new DatagramPool(),
                        random.split(),
                        epochs::incrementAndGet,
                        0),
                ofServer("1"),
                network);
        client = new PeerNode(
                new Peer.Wiring(
                        (transport, _, now) ->
                                new IceControllingAgent(transport, List.of(udp(SERVER)), random.split(), now),
                        clientDtls,
                        JdkAesGcm::new,
                        () -> {},
                        new DatagramPool(),
                        random.split(),
                        epochs::incrementAndGet,
                        0),
                ofClient("1"),
                network);
        sender = clientSends ? client : server;
        receiver = clientSends ? server : client;
        receiver.record(MID);
        network.join(server, SERVER);
        network.join(client, CLIENT);
    }

    boolean connects(long millis) {
        return network.run(millis, () -> client.isConnected() && server.isConnected());
    }

    /** Sends so many packets at an even pace, from now on. */
    void publish(int count) {
        OutboundMedia out = Objects.requireNonNull(sender.peer().outbound(MID));
        out.listen(new OutboundListener() {
            @Override
            public void nack(int[] sequences, int howMany, long now) {
                for (int i = 0; i < howMany; i++) {
                    resend(out, sequences[i], now);
                }
            }

            @Override
            public void keyFrameRequested(long now) {}
        });
        for (int i = 0; i < count; i++) {
            network.at((long) i * PACKET_MILLIS, () -> send(out, PAYLOAD_BYTES, FrameInfo.WHOLE));
        }
    }

    /** Sends a picture in parts of these sizes, all at once. */
    void publishPicture(int... payloadBytes) {
        OutboundMedia out = Objects.requireNonNull(sender.peer().outbound(MID));
        for (int i = 0; i < payloadBytes.length; i++) {
            boolean last = i == payloadBytes.length - 1;
            send(out, payloadBytes[i], new FrameInfo(true, i == 0, last, 0, 0, true, false));
        }
    }

    private void send(OutboundMedia out, int payloadBytes, FrameInfo frame) {
        long sequence = nextSequence++;
        byte[] payload = new byte[payloadBytes];
        random.nextBytes(payload);
        payload[0] = 0x10; // VP8 descriptor: a frame begins
        payload[1] = 0x00; // key frame
        long now = network.now();
        MediaPacket packet = new MediaPacket(
                VP8, 0, 1, sequence, sequence * 450, true, now, now, frame, -1, false, -1, -1, null, null, payload);
        sent.add(packet);
        out.send(packet, FORMAT, sequence, packet.timestamp(), true, new byte[0], 0, 0, null, now);
    }

    private void resend(OutboundMedia out, int sequence, long now) {
        for (MediaPacket packet : sent) {
            if ((packet.sequence() & 0xFFFF) == sequence) {
                out.resend(packet, FORMAT, packet.sequence(), packet.timestamp(), true, new byte[0], 0, 0, null, now);
            }
        }
    }

    List<MediaPacket> sent() {
        return sent;
    }

    /** New credentials at both ends, as an offer and answer would bring them. */
    void restartIce(String generation) {
        server.peer().update(ofServer(generation), network.now());
        client.peer().update(ofClient(generation), network.now());
    }

    private SessionUpdate ofServer(String generation) {
        TransportParameters transport = new TransportParameters(
                "server" + generation,
                "passwordOfServer" + generation,
                "client" + generation,
                "passwordOfClient" + generation,
                DtlsRole.SERVER,
                clientDtls.localFingerprint());
        return new SessionUpdate(transport, List.of(section(!clientSends)));
    }

    private SessionUpdate ofClient(String generation) {
        TransportParameters transport = new TransportParameters(
                "client" + generation,
                "passwordOfClient" + generation,
                "server" + generation,
                "passwordOfServer" + generation,
                DtlsRole.CLIENT,
                serverDtls.localFingerprint());
        return new SessionUpdate(transport, List.of(section(clientSends)));
    }

    private static MediaSection section(boolean sends) {
        LocalSource local = sends ? new LocalSource(SSRC, RTX_SSRC, "cname") : null;
        List<RemoteSource> remote = sends ? List.of() : List.of(new RemoteSource(SSRC, RTX_SSRC));
        return new MediaSection(MID, MediaKind.VIDEO, !sends, local, List.of(FORMAT), EXTENSIONS, List.of(), remote);
    }
}
