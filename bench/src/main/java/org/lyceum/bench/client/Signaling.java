package org.lyceum.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;

/**
 * A place where one publishes or watches: how a connection is agreed on with a server, whoever offers and whoever answers. The
 * calls block; any thread.
 */
public interface Signaling {
    /** What was agreed on, and the way out. */
    interface Session {
        Agreement agreement();

        /** Tells the server that it is over; one that is over already is no failure. */
        void end() throws IOException;
    }

    /**
     * Agrees on a connection. A server that refuses for now is {@link Refused}, anything else an {@link IOException} with its own
     * words.
     */
    Session agree(LocalDescription local, HttpClient http) throws IOException;
}
