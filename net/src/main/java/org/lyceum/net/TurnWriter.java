package org.lyceum.net;

import io.netty.channel.Channel;

/** A channel that is written to as it comes, and flushed once at the end of the loop's turn. Confined to the loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures
final class TurnWriter {
    private final TurnLoop loop;
    private final Channel channel;
    private boolean written;

    TurnWriter(TurnLoop loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    /** Whether it takes more; what it does not take is dropped, being worth nothing late. */
    boolean takes() {
        return channel.isWritable();
    }

    void write(Object message) {
        channel.write(message, channel.voidPromise());
        if (!written) {
            written = true;
            loop.flushLater(this);
        }
    }

    void flush() {
        written = false;
        channel.flush();
    }
}
