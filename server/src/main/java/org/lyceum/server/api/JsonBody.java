package org.lyceum.server.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Secrets;
import org.lyceum.server.http.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON object in a request's body, read field by field and without coercion: {@code "5"} is no number, {@code 5} no
 * text, and nothing is guessed. What does not fit is refused with a sentence that names the field. Fields that nobody asks
 * for are ignored, so that a newer client can talk to an older server.
 */
final class JsonBody {
    private static final int MAX_BYTES = 64 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;

    private JsonBody(ObjectNode object) {
        this.object = object;
    }

    /** The request's body, which must be there. */
    static JsonBody of(Context context) {
        byte[] bytes = bytes(context);
        String type = context.contentType();
        // A page of another origin can send a form or plain text without being asked, but not this type.
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            throw new ProblemException(
                    415, "unsupported-media-type", "The body must be JSON, with Content-Type: application/json.");
        }
        return new JsonBody(parse(bytes));
    }

    /** The same where no body at all means an object without fields. */
    static JsonBody ofOptional(Context context) {
        return context.contentLength() == 0 || hasNoBody(context)
                ? new JsonBody(MAPPER.createObjectNode())
                : of(context);
    }

    /** A text that must be there. */
    String text(String field) {
        String text = optionalText(field);
        if (text == null) {
            throw refuse("The field %s is missing.".formatted(field));
        }
        return text;
    }

    /** A text, or null where there is none. */
    @Nullable
    String optionalText(String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.getNodeType() != JsonNodeType.STRING) {
            throw refuse("The field %s must be a text.".formatted(field));
        }
        return value.stringValue();
    }

    /** A whole number that must be there. */
    long integer(String field) {
        if (!object.hasNonNull(field)) {
            throw refuse("The field %s is missing.".formatted(field));
        }
        return integerOr(field, 0);
    }

    /** The same for two bodies that say the same in the same order, whatever blanks they hold. */
    String fingerprint() {
        return HexFormat.of().formatHex(Secrets.hash(object.toString()));
    }

    /** A whole number, or {@code otherwise} where there is none. */
    long integerOr(String field, long otherwise) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()) {
            throw refuse("The field %s must be a whole number.".formatted(field));
        }
        if (!value.canConvertToLong()) {
            throw refuse("The field %s is too large a number.".formatted(field));
        }
        return value.longValue();
    }

    /** True or false, or {@code otherwise} where there is neither. */
    boolean flagOr(String field, boolean otherwise) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw refuse("The field %s must be true or false.".formatted(field));
        }
        return value.booleanValue();
    }

    /** Whether the field is there, be it null. */
    boolean has(String field) {
        return object.has(field);
    }

    /** A time in ISO 8601, or null where there is none. */
    @Nullable
    Instant optionalTime(String field) {
        String text = optionalText(field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw refuse("The field %s must be a time such as 2026-05-01T18:30:00Z.".formatted(field));
        }
    }

    private static boolean hasNoBody(Context context) {
        return context.contentLength() < 0 && context.header("Transfer-Encoding") == null;
    }

    private static byte[] bytes(Context context) {
        try (InputStream in = context.bodyInputStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                discardRest(in);
                throw tooLarge();
            }
            return bytes;
        } catch (IOException _) {
            throw new ProblemException(400, "body-incomplete", "The body did not arrive as a whole.");
        }
    }

    /**
     * What is not read when the answer begins is a failure to Jetty, which closes the connection: the answer would be lost with it.
     * The limit of every body ({@code OversizedBodies}) ends it.
     */
    private static void discardRest(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // beyond that limit, or the sender is gone: it is too large all the same
        }
    }

    private static ObjectNode parse(byte[] bytes) {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            throw invalid("The body is not JSON, is nested too deep, or has a field twice.");
        }
        throw invalid("The body must be a JSON object.");
    }

    private static ProblemException invalid(String sentence) {
        return new ProblemException(400, "invalid-json", sentence);
    }

    private static ProblemException refuse(String sentence) {
        return new ProblemException(400, "invalid-field", sentence);
    }

    private static ProblemException tooLarge() {
        return new ProblemException(413, "content-too-large", "The body has more than 64 KB.");
    }
}
