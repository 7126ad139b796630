package org.lyceum.server.api;

import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.KeyedStream;
import org.lyceum.platform.streams.Stream;

/** What the API tells of a stream: to anyone, to its owner, and once with its new key. */
final class StreamViews {
    private final PublicUrls urls;

    StreamViews(PublicUrls urls) {
        this.urls = urls;
    }

    record Creator(String id, String displayName) {}

    /** Null is left out of the JSON: {@code liveSince} unless live, {@code armed} and below for all but the owner. */
    record StreamView(
            String id,
            String title,
            String category,
            String description,
            @Nullable Instant scheduledAt,
            String visibility,
            long pricePerMinute,
            long previewSeconds,
            boolean guestsChat,
            long slowSeconds,
            String status,
            Creator creator,
            int viewers,
            @Nullable Instant liveSince,
            Instant createdAt,
            String watchUrl,
            String whepUrl,
            @Nullable Boolean armed,
            @Nullable String whipUrl,
            @Nullable String streamKey) {}

    StreamView forAnyone(Context context, Stream stream, int viewers) {
        return view(context, stream, viewers, false, null);
    }

    StreamView forOwner(Context context, Stream stream, int viewers) {
        return view(context, stream, viewers, true, null);
    }

    StreamView withKey(Context context, KeyedStream keyed) {
        return view(context, keyed.stream(), 0, true, keyed.streamKey());
    }

    private StreamView view(Context context, Stream stream, int viewers, boolean owner, @Nullable String key) {
        String base = urls.base(context);
        return new StreamView(
                stream.id(),
                stream.title(),
                stream.category(),
                stream.details().description(),
                stream.details().scheduledAt(),
                stream.visibility().wireName(),
                stream.pricePerMinute(),
                stream.details().previewSeconds(),
                stream.details().guestsChat(),
                stream.details().slowSeconds(),
                stream.status().wireName(),
                new Creator(stream.creatorId(), stream.creatorName()),
                viewers,
                stream.liveSince(),
                stream.createdAt(),
                base + "/watch/" + stream.id(),
                base + "/whep/" + stream.id(),
                owner ? stream.armed() : null,
                owner ? base + "/whip" : null,
                key);
    }
}
