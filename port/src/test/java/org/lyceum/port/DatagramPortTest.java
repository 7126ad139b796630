package org.lyceum.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, by both ways to the kernel, with a socket of Java's on the other side. */
class DatagramPortTest {
    enum Way {
        KERNEL,
        MERGING,
        NIO
    }

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK6 = InetAddress.ofLiteral("::1");
    private static final InetAddress ANY6 = InetAddress.ofLiteral("::");
    private static final DatagramPort.Settings USUAL = new DatagramPort.Settings(1 << 20, 1 << 20, 64, false);
    private static final int SEGMENT = 1000;
    /** So that some hundred fit a socket of any machine. */
    private static final int SHORT = 200;

    /** Remembers what it was told. */
    private static final class Heard implements DatagramPort.Handler {
        private final List<byte[]> datagrams = Collections.synchronizedList(new ArrayList<>());
        private final List<InetSocketAddress> senders = Collections.synchronizedList(new ArrayList<>());
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger oversized = new AtomicInteger();
        private final AtomicInteger drains = new AtomicInteger();
        private final AtomicInteger broken = new AtomicInteger();
        private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
        private volatile @Nullable Runnable onDatagram;

        @Override
        public void received(ByteBuf datagram, InetSocketAddress sender) {
            datagrams.add(ByteBufUtil.getBytes(datagram));
            senders.add(sender);
            Runnable also = onDatagram;
            if (also != null) {
                also.run();
            }
        }

        @Override
        public void oversized() {
            oversized.incrementAndGet();
        }

        @Override
        public void drained() {
            drains.incrementAndGet();
        }

        @Override
        public void broken() {
            broken.incrementAndGet();
        }

        @Override
        public void sendFailed(String reason) {
            failures.add(reason);
        }

        @Override
        public void segmentsRefused(String reason, @Nullable InetSocketAddress to) {
            refusals.add(reason + (to == null ? "" : " to " + to.getPort()));
        }
    }

    /** Loopback frees what it carries at once and is never full; so the kernel says that it is, twice. */
    private static final class FullAtFirst extends Libc {
        private int times = 2;

        @Override
        int send(int socket, MessageVector from, int first, int end) {
            if (times > 0) {
                times--;
                return AGAIN;
            }
            return super.send(socket, from, first, end);
        }
    }

    private @Nullable MultiThreadIoEventLoopGroup group;
    private DatagramPort.@Nullable Opener opener;

    private DatagramPort.Opener opener(Way way) {
        if (way != Way.NIO) {
            assumeTrue(KernelPorts.missing() == null, "there is no epoll here");
        }
        IoHandlerFactory handler = way == Way.NIO ? NioIoHandler.newFactory() : EpollIoHandler.newFactory();
        MultiThreadIoEventLoopGroup made = new MultiThreadIoEventLoopGroup(1, handler);
        group = made;
        DatagramPort.Opener ready = switch (way) {
            case KERNEL -> new KernelPorts(made.next());
            case MERGING -> KernelPorts.merging(made.next());
            case NIO -> NioPort.opener(made.next());
        };
        opener = ready;
        return ready;
    }

    private IoEventLoop loop() {
        MultiThreadIoEventLoopGroup made = group;
        if (made == null) {
            throw new IllegalStateException("nothing was opened");
        }
        return made.next();
    }

    private <T extends @Nullable Object> T onLoop(Callable<T> work) throws Exception {
        return loop().submit(work).get(20, TimeUnit.SECONDS);
    }

    private void send(DatagramPort port, byte[] bytes, InetSocketAddress to) throws Exception {
        onLoop(() -> {
            port.send(port.buffer(bytes.length).writeBytes(bytes), to);
            port.flush();
            return null;
        });
    }

    @AfterEach
    void close() {
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static DatagramSocket socket(InetAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, address);
        socket.setSoTimeout(5_000);
        socket.setReceiveBufferSize(1 << 20);
        return socket;
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        byte[] bytes = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static InetSocketAddress at(DatagramSocket socket) {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentArrivesAndWhatComesIsHeard(Way way) throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(way).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        try (DatagramSocket other = socket(LOOPBACK)) {
            for (int length : new int[] {1, 2, 100, DatagramPort.LARGEST_DATAGRAM}) {
                byte[] there = random(length, length);
                send(port, there, at(other));
                assertThat(receive(other)).isEqualTo(there);
                other.send(new DatagramPacket(there, length, port.localAddress()));
            }
            await().until(() -> heard.datagrams.size() == 4);
            assertThat(heard.datagrams.get(2)).isEqualTo(random(100, 100));
            assertThat(heard.datagrams.get(3))
                    .isEqualTo(random(DatagramPort.LARGEST_DATAGRAM, DatagramPort.LARGEST_DATAGRAM));
            assertThat(heard.senders).containsOnly(at(other));
            await().until(() -> heard.drains.get() > 0);
            assertThat(heard.failures).isEmpty();
        }
        port.close();
        assertThat(port.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aSocketOfIpv6ReachesBothAndKnowsWhoIsOfIpv4(Way way) throws Exception {
        Heard heard = new Heard();
        DatagramPort.Opener ready = opener(way);
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        DatagramPort port = ready.open(new InetSocketAddress(ANY6, 0), USUAL, heard);
        try (DatagramSocket four = socket(LOOPBACK);
                DatagramSocket six = socket(LOOPBACK6)) {
            for (DatagramSocket each : List.of(four, six)) {
                each.send(new DatagramPacket(
                        new byte[] {1},
                        1,
                        each.getLocalAddress(),
                        port.localAddress().getPort()));
            }
            await().until(() -> heard.senders.size() == 2);
            assertThat(heard.senders).containsExactlyInAnyOrder(at(four), at(six));
            for (DatagramSocket each : List.of(four, six)) {
                send(port, new byte[] {2, 3}, at(each));
                assertThat(receive(each)).containsExactly(2, 3);
            }
        }
    }

    private static boolean hasIpv6() {
        try (DatagramSocket probe = new DatagramSocket(0, LOOPBACK6)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeIsToldAndWhatFollowsIsHeard(Way way) throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(way).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        try (DatagramSocket other = socket(LOOPBACK)) {
            other.send(new DatagramPacket(new byte[3000], 3000, port.localAddress()));
            other.send(new DatagramPacket(new byte[5], 5, port.localAddress()));
            await().until(() -> heard.datagrams.size() == 1);
            assertThat(heard.datagrams.getFirst()).hasSize(5);
            assertThat(heard.oversized).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsRefused(Way way) throws Exception {
        DatagramPort.Opener ready = opener(way);
        try (DatagramSocket other = socket(LOOPBACK)) {
            assertThatThrownBy(() -> ready.open(at(other), USUAL, new Heard()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    /** More than a call takes, of several ports in turns: everything arrives, at the right place, in its order. */
    @ParameterizedTest
    @EnumSource
    void portsOfALoopTakeTurns(Way way) throws Exception {
        DatagramPort.Opener ready = opener(way);
        List<DatagramPort> ports = new ArrayList<>();
        List<DatagramSocket> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(ready.open(new InetSocketAddress(LOOPBACK, 0), USUAL, new Heard()));
            others.add(socket(LOOPBACK));
        }
        onLoop(() -> {
            for (int i = 0; i < 300; i++) {
                // runs of a few, so that calls are full and are not
                int which = i / 7 % 3;
                ports.get(which).send(ports.get(which).buffer(Integer.BYTES).writeInt(i), at(others.get(which)));
            }
            ports.forEach(DatagramPort::flush);
            return null;
        });
        for (int i = 0; i < 300; i++) {
            byte[] bytes = receive(others.get(i / 7 % 3));
            assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(i);
        }
        others.forEach(DatagramSocket::close);
    }

    @Test
    void aHandlerThatBreaksCostsNoOtherDatagram() throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        heard.onDatagram = () -> {
            throw new IllegalStateException("broken on purpose");
        };
        try (DatagramSocket other = socket(LOOPBACK)) {
            for (int i = 0; i < 3; i++) {
                other.send(new DatagramPacket(new byte[] {1}, 1, port.localAddress()));
            }
            await().until(() -> heard.broken.get() == 3);
            assertThat(heard.datagrams).hasSize(3);
        }
    }

    /** What the loop itself does not catch would end it. */
    @Test
    void anErrorCostsTheLoopNothing() throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        heard.onDatagram = () -> {
            throw new AssertionError("broken on purpose");
        };
        try (DatagramSocket other = socket(LOOPBACK)) {
            other.send(new DatagramPacket(new byte[] {1}, 1, port.localAddress()));
            await().until(() -> heard.broken.get() == 1);
            heard.onDatagram = null;
            other.send(new DatagramPacket(new byte[] {2}, 1, port.localAddress()));
            await().until(() -> heard.datagrams.size() == 2);
        }
    }

    /** A route with a smaller MTU, a card or a tunnel that cannot: Linux has said each of these of runs, and none of a single datagram. */
    @ParameterizedTest
    @ValueSource(ints = {-5, -22, -90})
    void aRunThatTheKernelRefusesIsToldOfAndWhatFollowsLeaves(int error) throws Exception {
        Heard heard = new Heard();
        opener(Way.KERNEL);
        Libc refusing = new Libc() {
            @Override
            int send(int socket, MessageVector from, int first, int end) {
                return from.segmentBytes(first) > 0 ? error : super.send(socket, from, first, end);
            }
        };
        DatagramPort port =
                new KernelPorts(loop(), refusing, false).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                port.sendSegmented(port.buffer(2 * SEGMENT).writeZero(2 * SEGMENT), SEGMENT, at(other));
                port.send(port.buffer(1).writeByte(7), at(other));
                port.flush();
                return null;
            });
            assertThat(receive(other)).containsExactly(7);
            String whom = error == Libc.INPUT_OUTPUT ? "" : " to " + at(other).getPort();
            assertThat(heard.refusals).containsExactly("sendmmsg: error " + -error + whom);
            assertThat(heard.failures).isEmpty();
        }
    }

    @Test
    void aPortMayCloseWhileItHears() throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        heard.onDatagram = port::close;
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                for (int i = 0; i < 3; i++) {
                    other.send(new DatagramPacket(new byte[] {1}, 1, port.localAddress()));
                }
                return null;
            });
            await().until(() -> !port.isOpen());
            onLoop(() -> null);
            assertThat(heard.datagrams).hasSize(1);
            assertThat(heard.drains).hasValue(0);
        }
    }

    @Test
    void aRunIsCutIntoDatagrams() throws Exception {
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, new Heard());
        assumeTrue(port.canSegment(), "this kernel cuts no runs");
        byte[] run = random(3 * SEGMENT + 17, 3);
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                port.sendSegmented(port.buffer(run.length).writeBytes(run), SEGMENT, at(other));
                port.send(port.buffer(1).writeByte(9), at(other)); // which is not cut like the one before it
                port.flush();
                return null;
            });
            for (int from = 0; from < run.length; from += SEGMENT) {
                byte[] datagram = receive(other);
                assertThat(datagram).isEqualTo(Arrays.copyOfRange(run, from, Math.min(run.length, from + SEGMENT)));
            }
            assertThat(receive(other)).containsExactly(9);
        }
    }

    /** Loopback leaves a run whole, as a network card that gathers makes one of what comes. */
    @Test
    void aRunThatComesWholeIsHeardAsItsDatagramsEachWithItsSender() throws Exception {
        opener(Way.MERGING);
        AtomicInteger messages = new AtomicInteger();
        Libc counting = new Libc() {
            @Override
            int receive(int socket, MessageVector into) {
                int count = super.receive(socket, into);
                messages.addAndGet(Math.max(0, count));
                return count;
            }
        };
        Heard heard = new Heard();
        DatagramPort port =
                new KernelPorts(loop(), counting, true).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        DatagramPort sender = new KernelPorts(loop()).open(new InetSocketAddress(LOOPBACK, 0), USUAL, new Heard());
        assumeTrue(sender.canSegment(), "this kernel cuts no runs");
        List<byte[]> sent = new ArrayList<>();
        onLoop(() -> {
            for (int length : new int[] {SEGMENT, 20 * SEGMENT, 7, 3 * SEGMENT + 17, 1}) {
                byte[] run = random(length, length);
                sender.sendSegmented(
                        sender.buffer(length).writeBytes(run), length > SEGMENT ? SEGMENT : 0, port.localAddress());
                for (int from = 0; from < length; from += SEGMENT) {
                    sent.add(Arrays.copyOfRange(run, from, Math.min(length, from + SEGMENT)));
                }
            }
            sender.flush();
            return null;
        });
        await().until(() -> heard.datagrams.size() == sent.size());
        assertThat(heard.datagrams).usingElementComparator(Arrays::compare).containsExactlyElementsOf(sent);
        assertThat(heard.senders).hasSize(sent.size()).containsOnly(sender.localAddress());
        assertThat(messages).as("messages that the kernel handed over").hasValue(5);
    }

    /** The kernel takes no more for a moment: what waits goes before what comes later, and the port says when it has enough. */
    @ParameterizedTest
    @ValueSource(ints = {0, SHORT})
    void whatAFullSocketDoesNotTakeWaitsInOrder(int segmentBytes) throws Exception {
        Heard heard = new Heard();
        DatagramPort.Settings small = new DatagramPort.Settings(1, 200 * SHORT, 64, false);
        opener(Way.KERNEL);
        FullAtFirst libc = new FullAtFirst();
        DatagramPort port = new KernelPorts(loop(), libc, false).open(new InetSocketAddress(LOOPBACK, 0), small, heard);
        Set<Integer> dropped = new HashSet<>();
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                for (int i = 0; i < 300; i++) {
                    if (port.takes()) {
                        ByteBuf message = port.buffer(SHORT).writeInt(i).writeZero(SHORT - Integer.BYTES);
                        if (segmentBytes == 0) {
                            port.send(message, at(other));
                        } else {
                            port.sendSegmented(message, segmentBytes, at(other));
                        }
                    } else {
                        dropped.add(i);
                    }
                }
                port.flush();
                return null;
            });
            assertThat(dropped).hasSize(100);
            for (int i = 0; i < 200; i++) {
                byte[] bytes = receive(other);
                assertThat(bytes).hasSize(SHORT);
                assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(i);
            }
            assertThat(onLoop(port::takes)).isTrue();
            assertThat(heard.failures).isEmpty();
        }
    }

    @Test
    void anAddressThatASocketCannotReachIsAFailureOfThatDatagramAlone() throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                port.send(port.buffer(1).writeByte(1), new InetSocketAddress(LOOPBACK6, 9));
                // The kernel refuses port 0 in the middle of a call.
                port.send(port.buffer(1).writeByte(2), at(other));
                port.send(port.buffer(1).writeByte(3), new InetSocketAddress(LOOPBACK, 0));
                port.send(port.buffer(1).writeByte(4), at(other));
                port.flush();
                return null;
            });
            assertThat(receive(other)).containsExactly(2);
            assertThat(receive(other)).containsExactly(4);
            assertThat(heard.failures).hasSize(2);
        }
    }

    @Test
    void manyMessagesDoNotWaitForTheLast() throws Exception {
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, new Heard());
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                for (int i = 0; i < DatagramPort.WORTH_A_CALL; i++) {
                    port.send(port.buffer(1).writeByte(i), at(other));
                }
                return null; // and no flush
            });
            for (int i = 0; i < DatagramPort.WORTH_A_CALL; i++) {
                assertThat(receive(other)).containsExactly(i);
            }
        }
    }

    @Test
    void fragmentsAreForbiddenAndAllowedAgain() throws Exception {
        Heard heard = new Heard();
        DatagramPort port = opener(Way.KERNEL).open(new InetSocketAddress(LOOPBACK, 0), USUAL, heard);
        assertThat(opener).isNotNull();
        byte[] large = new byte[60_000]; // loopback carries 64 KB whole
        try (DatagramSocket other = socket(LOOPBACK)) {
            onLoop(() -> {
                port.forbidFragments(true);
                port.forbidFragments(false);
                return null;
            });
            send(port, large, at(other));
            assertThat(receive(other)).hasSize(large.length);
            assertThat(heard.failures).isEmpty();
        }
    }
}
