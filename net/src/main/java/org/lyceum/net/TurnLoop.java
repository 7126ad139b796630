package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.ice.Path;
import org.lyceum.turn.Allocation;
import org.lyceum.turn.PeerChannel;
import org.lyceum.turn.Reach;
import org.lyceum.turn.Relay;
import org.lyceum.turn.RelaySocket;
import org.lyceum.turn.StreamFraming;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;
import org.lyceum.turn.TurnCounters;
import org.lyceum.turn.TurnEngine;
import org.lyceum.turn.TurnHouse;
import org.lyceum.turn.TurnOutlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of TURN that came to one loop, by UDP at one address of this machine, and their relays. Everything is of the loop's thread but {@link #deliver}.
 *
 * <p>The way of relayed data, each step named by its method: {@link #fromClient} finds the channel, and the relay's socket gets a
 * part of what was received; {@link RelayPort} gets a peer's datagram, and {@link #channelDataToClient} writes it behind a header
 * of its own; that is the one copy, each way; at the end of the loop's turn {@link #flush} hands everything to the kernel, once a socket. What
 * belongs to the media port or to another relay never sees a socket: {@link #toMedia}, {@link #deliver}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of the loop catch what they throw; closing cannot fail
final class TurnLoop implements TurnOutlet {
    private static final Logger LOG = LoggerFactory.getLogger(TurnLoop.class);

    /** What another thread has for a relay of this loop. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Mail(Relay relay, @Nullable InetSocketAddress from, byte[] bytes) {}

    private final EventLoop executor;
    private final DatagramPort.Opener opener;
    private final BindAddresses binding;
    private final @Nullable MediaLoop media;
    private final TurnCounters counters = new TurnCounters();
    private final TurnEngine engine;
    private final Map<InetSocketAddress, TurnWriter> overTcp = new HashMap<>();
    private final Map<InetSocketAddress, TurnWriter> overTls = new HashMap<>();
    private final ArrayDeque<TurnWriter> written = new ArrayDeque<>();
    private final Queue<Mail> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean mailRead = new AtomicBoolean();
    private final Runnable flush = this::flush;
    private final byte[] datagram = new byte[DatagramPort.LARGEST_DATAGRAM];
    private final byte[] forMedia = new byte[DatagramPort.LARGEST_DATAGRAM];
    private @Nullable TurnWriter udp;
    private boolean flushing;
    private boolean mediaCycle;

    /** @param media the media loop on the same thread, null where none runs in this process */
    TurnLoop(
            EventLoop executor,
            DatagramPort.Opener opener,
            BindAddresses binding,
            @Nullable MediaLoop media,
            TurnHouse house,
            RandomGenerator random) {
        this.executor = executor;
        this.opener = opener;
        this.binding = binding;
        this.media = media;
        this.engine = new TurnEngine(house, this, counters, random, System.nanoTime());
        arm();
    }

    /** Clients by UDP come and go by this port. */
    void open(DatagramPort port) {
        udp = new TurnWriter(this, port);
    }

    TurnCounters counters() {
        return counters;
    }

    @SuppressWarnings("MethodCanBeStatic") // a loop's time is its own
    long now() {
        return System.nanoTime();
    }

    // ---- from clients ----

    /** One whole message of a client. */
    void fromClient(Transport transport, InetSocketAddress client, ByteBuf message) {
        int length = message.readableBytes();
        int at = message.readerIndex();
        if (length < StreamFraming.HEADER_BYTES || length > datagram.length) {
            counters.add(TurnCounter.DROPPED_MALFORMED);
        } else if (StreamFraming.isChannelData(message.getByte(at))) {
            channelData(transport, client, message);
        } else {
            message.getBytes(at, datagram, 0, length);
            guarded(() -> engine.receive(transport, client, datagram, 0, length, now()));
        }
    }

    private void channelData(Transport transport, InetSocketAddress client, ByteBuf message) {
        int at = message.readerIndex();
        int length = message.getUnsignedShort(at + 2);
        Allocation allocation = engine.find(transport, client);
        if (length > message.readableBytes() - PeerChannel.HEADER_BYTES) {
            counters.add(TurnCounter.DROPPED_MALFORMED);
            return;
        }
        if (allocation == null) {
            counters.add(TurnCounter.DROPPED_NO_CHANNEL);
            return;
        }
        PeerChannel channel = allocation.outbound(message.getUnsignedShort(at), length, now());
        if (channel == null) {
            return;
        }
        int data = at + PeerChannel.HEADER_BYTES;
        if (channel.reach() == Reach.NETWORK && channel.relay().socket() instanceof RelayPort port) {
            port.send(channel.peer(), message, data, length);
        } else {
            message.getBytes(data, datagram, 0, length);
            engine.forward(channel.relay(), channel.reach(), channel.peer(), false, datagram, 0, length);
        }
    }

    void connected(Transport transport, InetSocketAddress client, Channel channel) {
        connections(transport).put(client, new TurnWriter(this, new StreamPort(channel)));
    }

    void disconnected(Transport transport, InetSocketAddress client) {
        connections(transport).remove(client);
        engine.disconnected(transport, client);
    }

    boolean hasAllocation(Transport transport, InetSocketAddress client) {
        return engine.find(transport, client) != null;
    }

    private Map<InetSocketAddress, TurnWriter> connections(Transport transport) {
        return transport == Transport.TLS ? overTls : overTcp;
    }

    // ---- to clients ----

    /** A peer's datagram in ChannelData: its header, and one copy behind it. */
    void channelDataToClient(Allocation allocation, int number, ByteBuf data) {
        TurnWriter writer = writerOf(allocation.transport(), allocation.client());
        if (writer == null || !writer.takes()) {
            counters.add(TurnCounter.DROPPED_FULL);
            return;
        }
        int length = data.readableBytes();
        int padding = allocation.transport() == Transport.UDP ? 0 : -length & 3;
        ByteBuf message = writer.buffer(PeerChannel.HEADER_BYTES + length + padding)
                .writeShort(number)
                .writeShort(length)
                .writeBytes(data)
                .writeZero(padding);
        writer.write(message, allocation.client());
    }

    /** A peer's datagram in a Data indication: the client has not bound a channel to it yet. */
    void indicateToClient(Relay relay, InetSocketAddress peer, ByteBuf data) {
        int length = data.readableBytes();
        data.readBytes(datagram, 0, length);
        engine.toClient(relay, peer, Allocation.INDICATE, datagram, 0, length);
    }

    @Override
    public void toClient(Transport transport, InetSocketAddress client, byte[] bytes, int offset, int length) {
        TurnWriter writer = writerOf(transport, client);
        if (writer == null || !writer.takes()) {
            counters.add(TurnCounter.DROPPED_FULL);
            return;
        }
        writer.write(writer.buffer(length).writeBytes(bytes, offset, length), client);
    }

    private @Nullable TurnWriter writerOf(Transport transport, InetSocketAddress client) {
        return transport == Transport.UDP ? udp : connections(transport).get(client);
    }

    // ---- relays ----

    @Override
    public @Nullable RelaySocket open(Relay relay) {
        return RelayPort.open(this, relay, opener, binding.of(relay.address()));
    }

    @Override
    public boolean canForbidFragments() {
        return opener.canForbidFragments();
    }

    @Override
    public void toMedia(Relay relay, byte[] bytes, int offset, int length) {
        MediaLoop loop = media;
        if (loop == null) {
            counters.add(TurnCounter.DROPPED_DESTINATION);
            return;
        }
        if (!mediaCycle) {
            mediaCycle = true;
            loop.beginCycle();
            flushSoon();
        }
        loop.counters().add(LoopCounter.DATAGRAMS_RECEIVED);
        loop.counters().add(LoopCounter.BYTES_RECEIVED, length);
        System.arraycopy(bytes, offset, forMedia, 0, length); // it is overwritten by decryption
        loop.receive(forMedia, length, Path.Protocol.RELAYED, relay.address());
    }

    @Override
    public void deliver(Relay relay, @Nullable InetSocketAddress from, byte[] bytes, int offset, int length) {
        if (executor.inEventLoop()) {
            engine.deliver(relay, from, bytes, offset, length, now());
            return;
        }
        mailbox.add(new Mail(relay, from, Arrays.copyOfRange(bytes, offset, offset + length)));
        if (mailRead.compareAndSet(false, true)) {
            executor.execute(this::readMail);
        }
    }

    private void readMail() {
        mailRead.set(false);
        for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
            Mail taken = mail;
            guarded(() -> engine.deliver(taken.relay, taken.from, taken.bytes, 0, taken.bytes.length, now()));
        }
    }

    // ---- the end of a turn ----

    void flushLater(TurnWriter writer) {
        written.add(writer);
        flushSoon();
    }

    /** A task runs when every socket that is ready has been read: what they brought leaves together. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            executor.execute(flush);
        }
    }

    private void flush() {
        flushing = false;
        MediaLoop loop = media;
        if (mediaCycle && loop != null) {
            mediaCycle = false;
            loop.endCycle();
        }
        for (TurnWriter writer = written.poll(); writer != null; writer = written.poll()) {
            writer.flush();
        }
    }

    // ---- lifetimes ----

    private void arm() {
        long delay = Math.max(0, engine.deadlineNanos() - System.nanoTime());
        executor.schedule(this::advance, delay, TimeUnit.NANOSECONDS);
    }

    private void advance() {
        guarded(() -> engine.advance(now()));
        arm();
    }

    /** From another thread: ends all allocations. */
    void close() {
        executor.submit(engine::close).syncUninterruptibly();
    }

    /** A broken invariant costs one message, never the loop. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the TURN server failed to do something", e);
        }
    }
}
