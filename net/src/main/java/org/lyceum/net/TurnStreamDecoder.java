package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.lyceum.turn.StreamFraming;
import org.lyceum.turn.TurnCounter;

/** Cuts a client's stream into messages; closes a stream that cannot be understood. */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
final class TurnStreamDecoder extends ByteToMessageDecoder {
    private final TurnLoop loop;

    TurnStreamDecoder(TurnLoop loop) {
        this.loop = loop;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < StreamFraming.HEADER_BYTES) {
            return;
        }
        int at = in.readerIndex();
        int bytes = StreamFraming.messageBytes(in.getUnsignedByte(at), in.getUnsignedShort(at + 2));
        if (bytes == StreamFraming.BROKEN) {
            in.skipBytes(in.readableBytes());
            loop.counters().add(TurnCounter.TCP_REFUSED);
            context.close();
        } else if (in.readableBytes() >= bytes) {
            out.add(in.readRetainedSlice(bytes));
        }
    }
}
