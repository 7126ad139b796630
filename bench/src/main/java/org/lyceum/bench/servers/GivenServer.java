package org.lyceum.bench.servers;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.machine.ProcessSize;

/**
 * Any server that speaks WHIP and WHEP, by its addresses. It runs already and goes on running.
 *
 * @param whip where to publish; <code>{n}</code> in it stands for the number of the stream, from 1 on
 * @param whipBearer the token for it, null for none
 * @param whep where to watch, likewise
 * @param whepBearer the token for it, null for none
 * @param pid of its process, empty where it is not on this machine
 */
public record GivenServer(
        String whip,
        @Nullable String whipBearer,
        String whep,
        @Nullable String whepBearer,
        OptionalLong pid) implements Target {
    /** What stands for the number of a stream. */
    public static final String NUMBER = "{n}";

    @Override
    public String name() {
        return URI.create(whip.replace(NUMBER, "n")).getAuthority();
    }

    @Override
    public @Nullable String version() {
        return null;
    }

    @Override
    public List<Broadcast> open(int count) {
        List<Broadcast> streams = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            String number = Integer.toString(n);
            streams.add(new Broadcast(
                    new HttpEndpoint(URI.create(whip.replace(NUMBER, number)), whipBearer),
                    new HttpEndpoint(URI.create(whep.replace(NUMBER, number)), whepBearer)));
        }
        return streams;
    }

    @Override
    public OptionalLong liveBytes() throws IOException {
        return pid.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ProcessSize.of(pid.getAsLong()).residentBytes());
    }

    @Override
    public void close() {}
}
