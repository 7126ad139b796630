package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.lyceum.port.MessagePort;

/** A port that is written to as it comes, and flushed once at the end of the loop's turn. Confined to the loop. */
final class TurnWriter {
    private final TurnLoop loop;
    private final MessagePort port;
    private boolean written;

    TurnWriter(TurnLoop loop, MessagePort port) {
        this.loop = loop;
        this.port = port;
    }

    /** Whether it takes more; what it does not take is dropped, being worth nothing late. */
    boolean takes() {
        return port.takes();
    }

    /** As {@link MessagePort#buffer}. */
    ByteBuf buffer(int bytes) {
        return port.buffer(bytes);
    }

    void write(ByteBuf message, InetSocketAddress to) {
        port.send(message, to);
        if (!written) {
            written = true;
            loop.flushLater(this);
        }
    }

    void flush() {
        written = false;
        port.flush();
    }
}
