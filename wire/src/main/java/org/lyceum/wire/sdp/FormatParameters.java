package org.lyceum.wire.sdp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code a=fmtp:96 key=value;key=value} (RFC 8866, 6.15).
 *
 * @param payloadType 0 to 127
 * @param text the parameters as written
 */
public record FormatParameters(int payloadType, String text) {
    /** Null where the value is malformed. */
    public static @Nullable FormatParameters parse(String value) {
        int blank = Fields.blank(value);
        if (blank < 0) {
            return null;
        }
        int payloadType = Numbers.parse(value.substring(0, blank), 127);
        return payloadType < 0
                ? null
                : new FormatParameters(payloadType, value.substring(blank).strip());
    }

    /** The parameters by name in lower case, the first of a name counts; one without a value has an empty one. */
    public Map<String, String> values() {
        return values(text);
    }

    /** The same of a line of parameters alone. */
    public static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            String parameter = part.strip();
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals).strip();
            if (!key.isEmpty()) {
                values.putIfAbsent(
                        key.toLowerCase(Locale.ROOT),
                        equals < 0 ? "" : parameter.substring(equals + 1).strip());
            }
        }
        return values;
    }

    public String format() {
        return payloadType + " " + text;
    }
}
