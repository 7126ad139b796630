package org.lyceum.server.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Text to {@link ClientMessage}. Nothing is coerced: {@code "5"} is no number and {@code 5} no text, {@code null} is no
 * false. What cannot be read is a {@link ProtocolException} that names the field and never quotes what was sent. Safe for
 * many threads.
 */
public final class MessageReader {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfigDefaults(coercions -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    coercions.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .build();

    private MessageReader() {}

    /** The message in this text, of one who is in a broadcast. */
    public static ClientMessage read(String text) throws ProtocolException {
        Message message = Message.of(text);
        return message.as(MessageTypes.ofClient().get(message.type()));
    }

    /** The message in this text, of one who is in a direct room. */
    public static DirectMessage readDirect(String text) throws ProtocolException {
        Message message = Message.of(text);
        if (message.type().equals("register")) {
            throw new ProtocolException(ErrorCode.ALREADY_REGISTERED, "This socket has registered.", message.type());
        }
        return message.as(MessageTypes.ofDirectClient().get(message.type()));
    }

    /** The first message, which says what words will follow. */
    public static ClientMessage.Register readRegister(String text) throws ProtocolException {
        Message message = Message.of(text);
        String type = message.type();
        if (!type.equals("register")
                && (MessageTypes.ofClient().containsKey(type)
                        || MessageTypes.ofDirectClient().containsKey(type))) {
            throw new ProtocolException(ErrorCode.NOT_REGISTERED, "The first message is 'register'.", type);
        }
        return message.as(type.equals("register") ? ClientMessage.Register.class : null);
    }

    /** A JSON object and what kind of message it says it is. */
    private record Message(ObjectNode fields, String type) {
        static Message of(String text) throws ProtocolException {
            ObjectNode object = readObject(text);
            if (!(object.remove("type") instanceof StringNode type)) {
                throw new ProtocolException(ErrorCode.BAD_JSON, "A message is a JSON object with a text field 'type'.");
            }
            return new Message(object, type.stringValue());
        }

        <T> T as(@Nullable Class<T> record) throws ProtocolException {
            if (record == null) {
                throw new ProtocolException(
                        ErrorCode.UNKNOWN_TYPE, "No message of a client has this type.", shorten(type));
            }
            try {
                return MAPPER.treeToValue(fields, record);
            } catch (JacksonException e) {
                throw complaint(e, fields, type);
            }
        }
    }

    private static ObjectNode readObject(String text) throws ProtocolException {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            throw new ProtocolException(ErrorCode.BAD_JSON, "The message is not JSON, or has a field twice.");
        }
        throw new ProtocolException(ErrorCode.BAD_JSON, "A message is a JSON object with a text field 'type'.");
    }

    private static ProtocolException complaint(JacksonException e, ObjectNode object, String type) {
        String path = path(e.getPath());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Require.InvalidField invalid) {
                String field = path.isEmpty() ? invalid.field() : path + "." + invalid.field();
                return complaint(invalid.missing(), field, String.valueOf(invalid.getMessage()), type);
            }
        }
        // A primitive that is not there is a mismatch to Jackson.
        boolean missing =
                !path.isEmpty() && object.path(path).isMissingNode() && path.indexOf('[') < 0 && path.indexOf('.') < 0;
        return complaint(missing, path, missing ? "is missing" : expected(e), type);
    }

    private static ProtocolException complaint(boolean missing, String field, String complaint, String type) {
        ErrorCode code = missing ? ErrorCode.MISSING_FIELD : ErrorCode.BAD_FIELD;
        return new ProtocolException(
                code, (field.isEmpty() ? "A field" : "Field '" + field + "'") + " " + complaint + ".", type);
    }

    private static String expected(JacksonException e) {
        if (e instanceof InputCoercionException) {
            return "is a number out of range";
        }
        Class<?> target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (target == null) {
            return "has a value that is not allowed";
        }
        return target.isEnum() ? "must be one of the known words" : "must be " + jsonName(target);
    }

    private static String jsonName(Class<?> target) {
        if (target == String.class) {
            return "text";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "true or false";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "a whole number";
        }
        return List.class.isAssignableFrom(target) ? "a list" : "an object";
    }

    private static String path(@Nullable List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        if (references == null) {
            return "";
        }
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String shorten(String type) {
        return type.length() <= 64 ? type : type.substring(0, 64);
    }
}
