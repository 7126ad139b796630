package org.lyceum.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a loop's way to the kernel and adds up how long the loop waits in it for something to do: what is left of the time is
 * work, Netty's own and the system calls included. Two readings of the clock a turn that may wait, whatever it brings, and two of
 * Netty's own around what it brought. Confined to the loop's thread but for {@link #wakeup}.
 */
final class WaitMeter implements IoHandler, IoHandlerContext {
    private final IoHandler kernel;
    private @Nullable IoHandlerContext loop;
    private long worked;
    private long waited;

    WaitMeter(IoHandler kernel) {
        this.kernel = kernel;
    }

    /** Nanoseconds waited since the loop began. */
    long waitedNanos() {
        return waited;
    }

    @Override
    public int run(IoHandlerContext context) {
        if (!context.canBlock()) {
            return kernel.run(context);
        }
        loop = context;
        worked = 0;
        long begin = System.nanoTime();
        int handled = kernel.run(this);
        waited += Math.max(0, System.nanoTime() - begin - worked);
        return handled;
    }

    @Override
    public void initialize() {
        kernel.initialize();
    }

    @Override
    public void prepareToDestroy() {
        kernel.prepareToDestroy();
    }

    @Override
    public void destroy() {
        kernel.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return kernel.register(handle);
    }

    @Override
    public void wakeup() {
        kernel.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return kernel.isCompatible(handleType);
    }

    // ---- what the kernel's side asks of the loop ----

    private IoHandlerContext loop() {
        IoHandlerContext context = loop;
        if (context == null) {
            throw new IllegalStateException("asked outside of a turn");
        }
        return context;
    }

    @Override
    public boolean canBlock() {
        return loop().canBlock();
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
        return loop().delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
        return loop().deadlineNanos();
    }

    @Override
    public boolean shouldReportActiveIoTime() {
        return true;
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
        worked += activeNanos;
        loop().reportActiveIoTime(activeNanos);
    }
}
