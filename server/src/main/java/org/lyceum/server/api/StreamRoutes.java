package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.accounts.Account;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.KeyedStream;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamDetails;
import org.lyceum.platform.streams.Streams;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;

/** Making streams, finding them, starting and ending them, and their keys. */
final class StreamRoutes implements RouteGroup {
    private final Streams streams;
    private final Accounts accounts;
    private final Bearer bearer;
    private final StreamDoor door;
    private final StreamViews views;
    private final ClientAddresses addresses;
    private final RateLimiter creations;
    private final RateLimiter edits;
    private final RateLimiter wrongKeys;

    StreamRoutes(
            Streams streams,
            Accounts accounts,
            Bearer bearer,
            StreamDoor door,
            StreamViews views,
            ClientAddresses addresses,
            ApiLimits limits,
            TimeMeter clock) {
        this.streams = streams;
        this.accounts = accounts;
        this.bearer = bearer;
        this.door = door;
        this.views = views;
        this.addresses = addresses;
        this.creations = new RateLimiter(limits.create(), clock);
        this.edits = new RateLimiter(limits.edit(), clock);
        this.wrongKeys = new RateLimiter(limits.wrongKey(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/streams", this::create);
        routes.get("/api/streams", this::list);
        routes.get("/api/streams/{id}", this::read);
        routes.patch("/api/streams/{id}", this::edit);
        routes.get("/api/streams/{id}/sessions", this::sessions);
        routes.get("/api/streams/{id}/invitations", this::invitations);
        routes.post("/api/streams/{id}/invitations", this::invite);
        routes.delete("/api/streams/{id}/invitations/{user}", this::uninvite);
        routes.post("/api/streams/{id}/start", this::start);
        routes.post("/api/streams/{id}/end", this::end);
        routes.post("/api/streams/{id}/key", this::rotateKey);
    }

    private void create(Context context) {
        Principal creator = bearer.require(context);
        creations.take(context, creator.userId());
        NewStream wanted = newStream(JsonBody.of(context));
        KeyedStream created = streams.create(creator.userId(), wanted);
        context.header("Location", "/api/streams/" + created.stream().id());
        Answers.json(context, 201, views.withKey(context, created));
    }

    private void list(Context context) {
        Map<String, Integer> viewers = streams.viewers();
        List<StreamViews.StreamView> listed;
        if (isMine(context)) {
            listed = streams.listByCreator(bearer.require(context).userId()).stream()
                    .map(stream -> views.forOwner(context, stream, viewers.getOrDefault(stream.id(), 0)))
                    .toList();
        } else {
            listed = streams.listPublic().stream()
                    .map(stream -> views.forAnyone(context, stream, viewers.getOrDefault(stream.id(), 0)))
                    .toList();
        }
        Answers.json(context, 200, Map.of("streams", listed));
    }

    private void read(Context context) {
        Principal reader = bearer.find(context).orElse(null);
        Stream stream = door.requireWatchable(context, reader);
        int viewers = streams.viewers(stream.id());
        Answers.json(
                context,
                200,
                stream.isOwnedBy(reader)
                        ? views.forOwner(context, stream, viewers)
                        : views.forAnyone(context, stream, viewers));
    }

    /** Fields that are left out stay as they are. */
    private void edit(Context context) {
        Stream stream = door.requireOwned(context);
        edits.take(context, stream.creatorId());
        JsonBody body = JsonBody.of(context);
        String title = body.optionalText("title");
        String category = body.optionalText("category");
        String description = body.optionalText("description");
        StreamDetails details = stream.details();
        NewStream wanted = new NewStream(
                title == null ? stream.title() : title,
                category == null ? stream.category() : category,
                visibilityOr(body, stream.visibility()),
                body.integerOr("pricePerMinute", stream.pricePerMinute()));
        StreamDetails changed = new StreamDetails(
                description == null ? details.description() : description,
                body.has("scheduledAt") ? body.optionalTime("scheduledAt") : details.scheduledAt(),
                body.integerOr("previewSeconds", details.previewSeconds()),
                body.flagOr("guestsChat", details.guestsChat()),
                body.integerOr("slowSeconds", details.slowSeconds()));
        Stream edited = streams.edit(stream.id(), wanted, changed);
        Answers.json(context, 200, views.forOwner(context, edited, streams.viewers(edited.id())));
    }

    private void sessions(Context context) {
        Stream stream = door.requireOwned(context);
        Answers.json(context, 200, Map.of("sessions", streams.sessions(stream.id())));
    }

    private void invitations(Context context) {
        Stream stream = door.requireOwned(context);
        Answers.json(context, 200, Map.of("invitations", streams.invitations(stream.id())));
    }

    /** By the address that somebody signs in by; whether it is anybody's is told, as it is to whoever registers. */
    private void invite(Context context) {
        Stream stream = door.requireOwned(context);
        edits.take(context, stream.creatorId());
        String email = JsonBody.of(context).text("email");
        Account invited = accounts.findByEmail(email)
                .orElseThrow(() -> new ProblemException(
                        404, "no-such-account", "Nobody signs in to this server by this e-mail address."));
        streams.invite(stream.id(), invited.id());
        invitations(context);
    }

    private void uninvite(Context context) {
        Stream stream = door.requireOwned(context);
        streams.uninvite(stream.id(), context.pathParam("user"));
        context.status(204);
    }

    private void start(Context context) {
        answerState(context, streams.arm(requireControlled(context).id()));
    }

    private void end(Context context) {
        answerState(context, streams.end(requireControlled(context).id()));
    }

    private void rotateKey(Context context) {
        Answers.json(
                context,
                200,
                views.withKey(
                        context, streams.rotateKey(door.requireOwned(context).id())));
    }

    private static NewStream newStream(JsonBody body) {
        String category = body.optionalText("category");
        return new NewStream(
                body.text("title"),
                category == null ? "" : category,
                visibilityOr(body, Visibility.PUBLIC),
                body.integerOr("pricePerMinute", 0),
                body.integerOr("previewSeconds", 0));
    }

    private static Visibility visibilityOr(JsonBody body, Visibility otherwise) {
        String visibility = body.optionalText("visibility");
        return visibility == null
                ? otherwise
                : Visibility.ofWireName(visibility)
                        .orElseThrow(
                                () -> Refusal.invalid("The field visibility must be public, unlisted or private."));
    }

    private static boolean isMine(Context context) {
        String mine = context.queryParam("mine");
        if (mine == null || mine.equals("false")) {
            return false;
        }
        if (mine.equals("true")) {
            return true;
        }
        throw new ProblemException(400, "invalid-field", "The parameter mine must be true or false.");
    }

    private record State(String id, String status, boolean armed) {}

    private static void answerState(Context context, Stream stream) {
        Answers.json(context, 200, new State(stream.id(), stream.status().wireName(), stream.armed()));
    }

    /**
     * The stream of the path, asked for by its key or by its owner's token. Who has no token hears the same of a wrong key and
     * of a stream that does not exist.
     */
    private Stream requireControlled(Context context) {
        String key = JsonBody.ofOptional(context).optionalText("streamKey");
        if (key == null) {
            return door.requireOwned(context);
        }
        Optional<Stream> opened =
                streams.findByKey(key).filter(stream -> stream.id().equals(context.pathParam("id")));
        if (opened.isEmpty()) {
            wrongKeys.take(context, ClientAddresses.limitKey(addresses.of(context)));
        }
        return opened.orElseThrow(() -> Answers.unauthorized(context));
    }
}
