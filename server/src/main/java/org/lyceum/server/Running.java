package org.lyceum.server;

/** A server that runs, whatever it is. */
public interface Running extends AutoCloseable {
    /** Tells everyone that the end is near and takes nobody new in; then {@link #close} may follow. */
    void drain();

    @Override
    void close();
}
