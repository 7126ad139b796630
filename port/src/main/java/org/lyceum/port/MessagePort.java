package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** A way out of a loop that is written to as it comes and flushed when that is done. Confined to its loop. */
public interface MessagePort {
    /** Whether it takes more; what it does not take is dropped by whoever has it, media being worth nothing late. */
    boolean takes();

    /**
     * An empty buffer for the next message, outside the heap. It goes to {@link #send} before anything else is asked of any port of this loop.
     *
     * @param bytes room that it has at least, 1 to 65,535
     */
    ByteBuf buffer(int bytes);

    /** Sends the message at the next {@link #flush}, or before; the buffer is the port's again. */
    void send(ByteBuf message, InetSocketAddress to);

    /** Hands what was sent to the kernel. */
    void flush();
}
