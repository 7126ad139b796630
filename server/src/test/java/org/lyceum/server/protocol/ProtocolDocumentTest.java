package org.lyceum.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/protocol.md says what the records say: every message and every field, and no other. */
class ProtocolDocumentTest {
    private static final Pattern MESSAGE = Pattern.compile("(?m)^###+ `([a-z-]+)`\\n((?:(?!^##).*\\n?)*)");
    private static final Pattern FIELD = Pattern.compile("(?m)^\\| `([A-Za-z.\\[\\]]+)` \\| ([^|]+) \\|");

    private final String document = read();

    @Test
    void itHasEveryMessageOfAClient() {
        assertThat(documented(chapter("Client to server"))).isEqualTo(coded(MessageTypes.ofClient()));
    }

    @Test
    void itHasEveryMessageOfTheServer() {
        assertThat(documented(chapter("Server to client"))).isEqualTo(coded(MessageTypes.ofServer()));
    }

    @Test
    void itHasEveryMessageOfDirectRooms() {
        String direct = chapter("Direct rooms");
        assertThat(documented(direct.substring(
                        direct.indexOf("\n### From the client"), direct.indexOf("\n### From the server"))))
                .isEqualTo(coded(MessageTypes.ofDirectClient()));
        assertThat(documented(direct.substring(direct.indexOf("\n### From the server"))))
                .isEqualTo(coded(MessageTypes.ofDirectServer()));
    }

    @Test
    void itHasEveryErrorCode() {
        Set<String> codes = Arrays.stream(ErrorCode.values())
                .map(ErrorCode::wireName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(firstColumn(section("Error codes"), "`([a-z-]+)`")).isEqualTo(codes);
    }

    @Test
    void itHasEveryCloseCode() {
        Set<String> codes = Arrays.stream(CloseCode.values())
                .map(code -> code.code() + " | `"
                        + code.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(firstColumn(section("Close codes"), "(\\d+ \\| `[a-z-]+`)")).isEqualTo(codes);
    }

    /** Each message's fields, those of nested objects as {@code tracks[].mid}; optional ones with a question mark. */
    private static Map<String, Set<String>> documented(String chapter) {
        return MESSAGE.matcher(chapter)
                .results()
                .collect(Collectors.toMap(
                        message -> message.group(1), message -> fields(message.group(2)), (a, b) -> a, TreeMap::new));
    }

    private static Set<String> fields(String section) {
        return FIELD.matcher(section)
                .results()
                .map(field -> field.group(1) + (field.group(2).contains("optional") ? "?" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> coded(Map<String, ? extends Class<?>> records) {
        Map<String, Set<String>> result = new TreeMap<>();
        records.forEach((type, message) -> {
            Set<String> fields = new TreeSet<>();
            collect("", message, fields);
            result.put(type, fields);
        });
        return result;
    }

    private static void collect(String prefix, Class<?> message, Set<String> fields) {
        for (RecordComponent component : message.getRecordComponents()) {
            String name = prefix + component.getName();
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            fields.add(name + (optional ? "?" : ""));
            Type type = component.getGenericType();
            if (type instanceof ParameterizedType list && list.getActualTypeArguments()[0] instanceof Class<?> entry) {
                collectRecord(name + "[].", entry, fields);
            } else {
                collectRecord(name + ".", component.getType(), fields);
            }
        }
    }

    private static void collectRecord(String prefix, Class<?> type, Set<String> fields) {
        if (type.isRecord()) {
            collect(prefix, type, fields);
        }
    }

    private static Set<String> firstColumn(String section, String pattern) {
        return Pattern.compile("(?m)^\\| " + pattern + " \\|")
                .matcher(section)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String chapter(String title) {
        return part("## " + title + "\\n(.*?)(?=^## |\\z)");
    }

    private String section(String title) {
        return part("### " + title + "\\n(.*?)(?=^##|\\z)");
    }

    private String part(String pattern) {
        return Pattern.compile("^" + pattern, Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(document)
                .results()
                .map((MatchResult result) -> result.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "protocol.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
