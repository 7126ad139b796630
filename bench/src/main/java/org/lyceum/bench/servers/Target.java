package org.lyceum.bench.servers;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Signaling;

/** A server that is measured. Used by one thread, but for the {@link Broadcast}s. */
public interface Target extends AutoCloseable {
    /** A stream: where its publisher goes, and where everyone goes who watches it. */
    record Broadcast(Signaling publishing, Signaling watching) {}

    /** In a word. */
    String name();

    /** Which one it is, null where it does not say. */
    @Nullable
    String version();

    /** Makes so many streams, or tells which there are. */
    List<Broadcast> open(int count) throws IOException;

    /** Of its process, where that is known and on this machine. */
    OptionalLong pid();

    /** Memory that is used after what is not needed has been given back; of a server that cannot tell, what is resident. */
    OptionalLong liveBytes() throws IOException;

    /** Memory of its heap at this moment, where it has one that it tells of. */
    default OptionalLong heapBytes() throws IOException {
        return OptionalLong.empty();
    }

    @Override
    void close() throws IOException;
}
