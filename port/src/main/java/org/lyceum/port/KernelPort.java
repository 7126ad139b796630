package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket on a loop of epoll. What is sent is written to the loop's {@link Outgoing} at once and handed over by one call for all
 * of it; only what a full socket does not take is kept on the heap, until there is room again.
 */
final class KernelPort implements DatagramPort, EpollIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(KernelPort.class);

    /** What the kernel did not take. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Waiting(byte[] bytes, int segmentBytes, InetSocketAddress to) {}

    private final KernelPorts ports;
    private final UdpSocket socket;
    private final InetSocketAddress local;
    private final Settings settings;
    private final Handler handler;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean awaitsRoom;
    private volatile @Nullable IoRegistration registration;
    private volatile boolean open = true;

    private KernelPort(KernelPorts ports, UdpSocket socket, Settings settings, Handler handler) {
        this.ports = ports;
        this.socket = socket;
        this.local = socket.localAddress();
        this.settings = settings;
        this.handler = new GuardedHandler(handler);
    }

    /** As {@link Opener#open}. */
    static KernelPort open(KernelPorts ports, InetSocketAddress local, Settings settings, Handler handler)
            throws IOException {
        KernelPort port = new KernelPort(ports, UdpSocket.bound(local, settings, ports.merges()), settings, handler);
        IoEventLoop loop = ports.loop();
        try {
            Future<IoRegistration> registered = loop.register(port);
            if (!loop.inEventLoop()) {
                registered.awaitUninterruptibly();
            }
            if (!registered.isSuccess()) {
                throw new IllegalStateException(registered.cause());
            }
            IoRegistration registration = registered.getNow();
            port.registration = registration;
            registration.submit(EpollIoOps.EPOLLIN);
            return port;
        } catch (RuntimeException e) {
            port.end();
            throw new IOException("a socket cannot be watched: " + e.getMessage(), e);
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration of, IoEvent event) {
        EpollIoOps ops = ((EpollIoEvent) event).ops();
        if (ops.contains(EpollIoOps.EPOLLERR)) {
            clearError();
        }
        if (open && ops.contains(EpollIoOps.EPOLLOUT)) {
            resume();
        }
        if (open && ops.contains(EpollIoOps.EPOLLIN)) {
            receive();
        }
    }

    /** Until it has been asked for, epoll tells of it again and again. */
    private void clearError() {
        try {
            int error = socket.getSoError();
            if (error != 0) {
                handler.sendFailed("error " + error);
            }
        } catch (IOException | ChannelException e) {
            LOG.debug("a socket's error cannot be read", e);
        }
    }

    // ---- receiving ----

    private void receive() {
        Incoming incoming = ports.incoming();
        int taken = 0;
        while (open && taken < settings.drain()) {
            int count = incoming.receive(ports.libc(), socket.intValue());
            if (count == Libc.INTERRUPTED) {
                continue;
            }
            for (int i = 0; i < count && open; i++) {
                hand(incoming, i);
            }
            if (count < incoming.capacity()) {
                break; // it was emptied: epoll tells of what comes after it
            }
            taken += count;
        }
        if (open) {
            handler.drained();
        }
    }

    private void hand(Incoming incoming, int message) {
        int length = incoming.length(message);
        int segment = incoming.segmentBytes(message);
        if (incoming.isCut(message) || segment > LARGEST_DATAGRAM) {
            handler.oversized();
            return;
        }
        InetSocketAddress sender = incoming.sender(message);
        int offset = 0;
        do { // a datagram may be empty
            handler.received(incoming.bytes(message, offset, Math.min(segment, length - offset)), sender);
            offset += segment;
        } while (open && offset < length);
    }

    // ---- sending ----

    @Override
    public boolean takes() {
        return open && waitingBytes < settings.waitingBytes();
    }

    @Override
    public boolean canSegment() {
        return ports.canSegment();
    }

    @Override
    public ByteBuf buffer(int bytes) {
        return ports.outgoing().room(this, bytes);
    }

    @Override
    public void send(ByteBuf message, InetSocketAddress to) {
        sendSegmented(message, 0, to);
    }

    @Override
    public void sendSegmented(ByteBuf run, int segmentBytes, InetSocketAddress to) {
        Outgoing outgoing = ports.outgoing();
        if (awaitsRoom) {
            waiting.addLast(new Waiting(ByteBufUtil.getBytes(run), segmentBytes, to));
            waitingBytes += run.readableBytes();
        } else if (!outgoing.add(run, segmentBytes, to, socket.isIpv6())) {
            handler.sendFailed("an address of IPv6 from a socket of IPv4");
        } else if (outgoing.isFull()) {
            flush();
        }
    }

    @Override
    public void flush() {
        Outgoing outgoing = ports.outgoing();
        if (outgoing.isOf(this)) {
            try {
                handOver(outgoing);
            } finally {
                outgoing.clear();
            }
        }
    }

    private void handOver(Outgoing outgoing) {
        int sent = 0;
        while (open && sent < outgoing.count()) {
            int count = ports.libc().send(socket.intValue(), outgoing.messages(), sent, outgoing.count());
            if (count > 0) {
                sent += count;
            } else if (count == Libc.AGAIN) {
                awaitRoom(outgoing, sent);
                return;
            } else if (count != Libc.INTERRUPTED) {
                refused(outgoing, sent, count);
                sent++;
            }
        }
    }

    private void refused(Outgoing outgoing, int message, int error) {
        String reason = "sendmmsg: error " + -error;
        boolean ofCard = error == Libc.INPUT_OUTPUT;
        boolean ofRoute = error == Libc.INVALID || error == Libc.MESSAGE_TOO_LONG;
        if (outgoing.segmentBytes(message) > 0 && (ofCard || ofRoute)) {
            handler.segmentsRefused(reason, ofRoute ? outgoing.to(message) : null);
        } else {
            handler.sendFailed(reason);
        }
    }

    /** What is left of these goes before what has waited longer than they, if anything has: it was taken from there. */
    private void awaitRoom(Outgoing outgoing, int from) {
        for (int i = outgoing.count() - 1; i >= from; i--) {
            byte[] bytes = outgoing.bytes(i);
            waiting.addFirst(new Waiting(bytes, outgoing.segmentBytes(i), outgoing.to(i)));
            waitingBytes += bytes.length;
        }
        awaitsRoom = true;
        watch(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
    }

    /** There is room again, for some of it at least. */
    private void resume() {
        awaitsRoom = false;
        watch(EpollIoOps.EPOLLIN);
        while (!awaitsRoom && !waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            ByteBuf message = buffer(first.bytes.length); // which may flush, and find the socket full again
            if (awaitsRoom) {
                return;
            }
            waiting.removeFirst();
            waitingBytes -= first.bytes.length;
            sendSegmented(message.writeBytes(first.bytes), first.segmentBytes, first.to);
            if (waiting.isEmpty()) {
                flush();
            }
        }
    }

    private void watch(EpollIoOps events) {
        IoRegistration watched = registration;
        if (watched != null && watched.isValid()) {
            watched.submit(events);
        }
    }

    // ---- the socket ----

    @Override
    public void forbidFragments(boolean forbid) {
        flush();
        try {
            socket.forbidFragments(forbid);
        } catch (IOException | ChannelException e) {
            LOG.debug("fragments cannot be forbidden or allowed", e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        IoEventLoop loop = ports.loop();
        if (loop.inEventLoop() || loop.isShutdown()) {
            closeNow();
        } else {
            loop.submit(this::closeNow).awaitUninterruptibly();
        }
    }

    private void closeNow() {
        if (open) {
            try {
                flush();
            } finally {
                end();
            }
        }
    }

    private void end() {
        open = false;
        waiting.clear();
        IoRegistration watched = registration;
        if (watched != null) {
            watched.cancel();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket could not be closed", e);
        }
    }
}
