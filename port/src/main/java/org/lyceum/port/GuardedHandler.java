package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a port's handler, so that what breaks in it costs the loop nothing: a loop of Netty's ends by what it does not catch. The
 * first is logged, others like it are told to the handler alone.
 */
final class GuardedHandler implements DatagramPort.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedHandler.class);

    private final DatagramPort.Handler handler;
    private boolean brokenBefore;

    GuardedHandler(DatagramPort.Handler handler) {
        this.handler = handler;
    }

    @Override
    public void received(ByteBuf datagram, InetSocketAddress sender) {
        try {
            handler.received(datagram, sender);
        } catch (Throwable e) {
            broken(e);
        }
    }

    @Override
    public void drained() {
        try {
            handler.drained();
        } catch (Throwable e) {
            broken(e);
        }
    }

    private void broken(Throwable cause) {
        if (brokenBefore) {
            LOG.debug("what was received could not be handled", cause);
        } else {
            brokenBefore = true;
            LOG.error("what was received could not be handled; others like it are only counted", cause);
        }
        handler.broken();
    }

    @Override
    public void oversized() {
        handler.oversized();
    }

    @Override
    public void sendFailed(String reason) {
        handler.sendFailed(reason);
    }

    @Override
    public void segmentsRefused(String reason, @Nullable InetSocketAddress to) {
        handler.segmentsRefused(reason, to);
    }
}
