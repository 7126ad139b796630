package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** openapi.yaml, and whether an answer is as it says. Of JSON Schema it knows the words that the file uses. */
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode ROOT = new YAMLMapper().readTree(file());

    private OpenApi() {}

    private static Path file() {
        Path inModule = Path.of("../openapi.yaml");
        return Files.exists(inModule) ? inModule : Path.of("openapi.yaml");
    }

    /** {@code GET /api/me} and so on. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        ROOT.required("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, _) -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
                    }
                }));
        return operations;
    }

    /** Checks an answer of the server, if it is one of a path and a method in the file. */
    public static void check(String method, String pathAndQuery, int status, String contentType, String body) {
        Optional<JsonNode> operation = find(method, pathAndQuery.split("\\?", 2)[0]);
        if (operation.isEmpty()) {
            return;
        }
        String name = method + " " + pathAndQuery + " " + status;
        JsonNode response = resolve(operation.get().required("responses").path(Integer.toString(status)));
        assertThat(response.isMissingNode())
                .as("openapi.yaml knows no such answer: " + name)
                .isFalse();
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(body).as(name).isEmpty();
            return;
        }
        String type = contentType.split(";", 2)[0];
        assertThat(content.propertyNames()).as(name).contains(type);
        if (type.endsWith("json")) {
            checkValue(name, content.required(type).required("schema"), JSON.readTree(body));
        }
    }

    private static Optional<JsonNode> find(String method, String path) {
        return ROOT.required("paths")
                .propertyStream()
                .filter(entry -> matches(entry.getKey(), path))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private static boolean matches(String template, String path) {
        String pattern = template.replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q");
        return Pattern.matches("\\Q" + pattern + "\\E", path);
    }

    private static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").stringValue("");
        return reference.isEmpty() ? node : ROOT.at(reference.substring(1));
    }

    private static void checkValue(String where, JsonNode declared, JsonNode value) {
        JsonNode schema = resolve(declared);
        assertThat(hasType(schema.required("type").stringValue(), value))
                .as(where + ": " + value)
                .isTrue();
        if (schema.has("enum")) {
            assertThat(schema.required("enum").values()).as(where).contains(value);
        }
        if (value.isArray()) {
            value.forEach(item -> checkValue(where + "[]", schema.required("items"), item));
        }
        if (value.isObject()) {
            checkObject(where, schema, value);
        }
    }

    private static void checkObject(String where, JsonNode schema, JsonNode value) {
        schema.path("required")
                .forEach(name -> assertThat(value.propertyNames()).as(where).contains(name.stringValue()));
        if (!schema.has("additionalProperties") && !schema.has("properties")) {
            return; // It says nothing of what is in it.
        }
        value.forEachEntry((name, member) -> {
            JsonNode declared = schema.has("additionalProperties")
                    ? schema.required("additionalProperties")
                    : schema.required("properties").path(name);
            assertThat(declared.isMissingNode())
                    .as(where + ": openapi.yaml knows no " + name)
                    .isFalse();
            checkValue(where + "." + name, declared, member);
        });
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalArgumentException(type);
        };
    }
}
