package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.turn.Allocation;
import org.lyceum.turn.Relay;
import org.lyceum.turn.RelaySocket;
import org.lyceum.turn.TurnCounter;

/** The socket of one relayed address, on the loop of its client. */
final class RelayPort extends TurnDatagrams implements RelaySocket {
    private static final int KERNEL_BYTES = 1 << 20;
    private static final int WAITING_BYTES = 1 << 20;
    /** Datagrams that one relay drains before others have their turn. */
    private static final int DRAIN_DATAGRAMS = 16;

    private final Relay relay;
    private @Nullable DatagramPort port;
    private @Nullable TurnWriter writer;
    private boolean whole;

    private RelayPort(TurnLoop loop, Relay relay) {
        super(loop);
        this.relay = relay;
    }

    /** Opens it at once: the client waits for its address. Null where it cannot be bound. */
    static @Nullable RelayPort open(TurnLoop loop, Relay relay, DatagramPort.Opener opener, InetSocketAddress local) {
        RelayPort opened = new RelayPort(loop, relay);
        try {
            DatagramPort port = opener.open(
                    local, new DatagramPort.Settings(KERNEL_BYTES, WAITING_BYTES, DRAIN_DATAGRAMS, false), opened);
            opened.port = port;
            opened.writer = new TurnWriter(loop, port);
            return opened;
        } catch (IOException e) {
            return null;
        }
    }

    /** A peer's datagram. */
    @Override
    public void received(ByteBuf datagram, InetSocketAddress sender) {
        int length = datagram.readableBytes();
        int verdict = relay.allocation().inbound(sender, true, length, loop().now());
        if (verdict > Allocation.INDICATE) {
            loop().channelDataToClient(relay.allocation(), verdict, datagram);
        } else if (verdict == Allocation.INDICATE) {
            loop().indicateToClient(relay, sender, datagram);
        }
    }

    /** Sends what is between two places of a buffer. */
    void send(InetSocketAddress peer, ByteBuf from, int offset, int length) {
        TurnWriter taker = taker(true);
        if (taker != null) {
            taker.write(taker.buffer(length).writeBytes(from, offset, length), peer);
        }
    }

    @Override
    public void send(InetSocketAddress peer, boolean dontFragment, byte[] bytes, int offset, int length) {
        TurnWriter taker = taker(!dontFragment);
        if (taker != null) {
            taker.write(taker.buffer(length).writeBytes(bytes, offset, length), peer);
        }
    }

    /** Who takes a datagram that routers may cut up or not; null where it is dropped, being worth nothing late. */
    private @Nullable TurnWriter taker(boolean fragments) {
        TurnWriter open = writer;
        if (open == null || !open.takes()) {
            loop().counters().add(TurnCounter.DROPPED_FULL);
            return null;
        }
        allowFragments(fragments);
        return open;
    }

    /** The wish is a datagram's and the option the socket's. */
    private void allowFragments(boolean allowed) {
        DatagramPort socket = port;
        if (whole == allowed && socket != null) {
            whole = !allowed;
            socket.forbidFragments(whole);
        }
    }

    @Override
    public void close() {
        DatagramPort socket = port;
        if (socket != null) {
            socket.close();
        }
    }
}
