package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.lyceum.port.MessagePort;

/** The way to one client by its connection, plain or below TLS. */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures
record StreamPort(Channel channel) implements MessagePort {
    @Override
    public boolean takes() {
        return channel.isWritable();
    }

    @Override
    public ByteBuf buffer(int bytes) {
        return channel.alloc().directBuffer(bytes);
    }

    @Override
    public void send(ByteBuf message, InetSocketAddress to) {
        channel.write(message, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }
}
