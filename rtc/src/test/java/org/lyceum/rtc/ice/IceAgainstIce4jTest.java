package org.lyceum.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.session.TransportParameters;

/** Both agents against ice4j, an independent full implementation, over real sockets. */
class IceAgainstIce4jTest {
    private static final String UFRAG = "lyceum";
    private static final String PASSWORD = "passwordOfLyceumForTests";

    private final InetAddress address = outwardAddress();
    private DatagramSocket socket = unbound();
    private Agent other = new Agent(new LoggerImpl("ice oracle", Level.OFF));
    private Component component = component();

    @BeforeAll
    static void askNobodyOutside() {
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    }

    @BeforeEach
    void bind() throws IOException {
        assumeTrue(!address.isLoopbackAddress(), "ice4j uses no loopback addresses, and this machine has no others");
        socket = new DatagramSocket(0, address);
        socket.setSoTimeout(5);
    }

    @AfterEach
    void close() {
        other.free();
        socket.close();
    }

    @Test
    void ourLiteAgentIsControlledByTheirs() throws IOException {
        other.setControlling(true);
        IceLiteAgent ours = new IceLiteAgent(parameters(), new SplittableRandom(5), System.nanoTime());

        startOther();

        assertThat(pump(ours, () -> ours.state() == IceAgent.State.CONNECTED && established()))
                .isTrue();
        assertThat(theirAddresses()).contains(selected(ours));
    }

    @Test
    void ourControllingAgentControlsTheirs() throws IOException {
        other.setControlling(false);
        List<Path> candidates = new ArrayList<>();
        theirAddresses().forEach(remote -> candidates.add(new Path(Path.Protocol.UDP, remote)));
        IceControllingAgent ours =
                new IceControllingAgent(parameters(), candidates, new SplittableRandom(1), System.nanoTime());

        startOther();

        assertThat(pump(ours, () -> ours.state() == IceAgent.State.CONNECTED && established()))
                .isTrue();
        assertThat(theirAddresses()).contains(selected(ours));
    }

    private static InetSocketAddress selected(IceAgent agent) {
        Path path = agent.selected();
        return path == null ? new InetSocketAddress(0) : path.remote();
    }

    private void startOther() {
        IceMediaStream stream = component.getParentStream();
        stream.setRemoteUfrag(UFRAG);
        stream.setRemotePassword(PASSWORD);
        TransportAddress ourAddress = new TransportAddress(address, socket.getLocalPort(), Transport.UDP);
        component.addRemoteCandidate(
                new RemoteCandidate(ourAddress, component, CandidateType.HOST_CANDIDATE, "1", 2_130_706_431L, null));
        other.startConnectivityEstablishment();
    }

    private boolean established() {
        IceProcessingState state = other.getState();
        return state == IceProcessingState.COMPLETED || state == IceProcessingState.TERMINATED;
    }

    /** Drives our agent in real time until the condition holds, 10 s at the most. */
    private boolean pump(IceAgent ours, BooleanSupplier until) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        byte[] buffer = new byte[1_500];
        while (System.nanoTime() < end) {
            if (until.getAsBoolean()) {
                return true;
            }
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            if (receive(packet)) {
                Path path = new Path(Path.Protocol.UDP, (InetSocketAddress) packet.getSocketAddress());
                ours.receive(buffer, 0, packet.getLength(), path, System.nanoTime());
            }
            if (ours.deadlineNanos() <= System.nanoTime()) {
                ours.onDeadline(System.nanoTime());
            }
            List<DatagramPacket> out = new ArrayList<>();
            ours.drain((bytes, offset, length, path) ->
                    out.add(new DatagramPacket(bytes.clone(), offset, length, path.remote())));
            for (DatagramPacket next : out) {
                socket.send(next);
            }
        }
        return false;
    }

    private boolean receive(DatagramPacket packet) throws IOException {
        try {
            socket.receive(packet);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private TransportParameters parameters() {
        return new TransportParameters(
                UFRAG,
                PASSWORD,
                other.getLocalUfrag(),
                other.getLocalPassword(),
                DtlsRole.SERVER,
                new Fingerprint("sha-256", "00"));
    }

    private List<InetSocketAddress> theirAddresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (LocalCandidate candidate : component.getLocalCandidates()) {
            TransportAddress at = candidate.getTransportAddress();
            if (at.getAddress() instanceof Inet4Address) {
                addresses.add(new InetSocketAddress(at.getAddress(), at.getPort()));
            }
        }
        return addresses;
    }

    private Component component() {
        try {
            return other.createComponent(other.createMediaStream("media"), KeepAliveStrategy.SELECTED_ONLY, true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DatagramSocket unbound() {
        try {
            return new DatagramSocket(null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress outwardAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                    .findFirst()
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
