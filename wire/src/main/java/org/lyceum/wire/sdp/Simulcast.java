package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a=simulcast:send h;m;l} (RFC 8853, 5.1). Of alternatives (commas) only the first is kept, and the mark of an
 * encoding that starts paused is passed over: both are offers that an answer may leave.
 *
 * @param send restriction ids that the writer sends, in order
 * @param receive restriction ids that the writer wants to receive, in order
 */
public record Simulcast(List<String> send, List<String> receive) {
    public Simulcast {
        send = List.copyOf(send);
        receive = List.copyOf(receive);
    }

    /** Null where the value is malformed. */
    public static @Nullable Simulcast parse(String value) {
        String[] fields = Fields.split(value);
        List<String> send = List.of();
        List<String> receive = List.of();
        if (fields.length % 2 != 0) {
            return null;
        }
        for (int i = 0; i < fields.length; i += 2) {
            List<String> ids = parseIds(fields[i + 1]);
            switch (fields[i]) {
                case "send" -> send = ids;
                case "recv" -> receive = ids;
                default -> {
                    return null;
                }
            }
        }
        return new Simulcast(send, receive);
    }

    private static List<String> parseIds(String text) {
        List<String> ids = new ArrayList<>();
        for (String alternatives : text.split(";", -1)) {
            String first = alternatives.split(",", 2)[0];
            String id = first.startsWith("~") ? first.substring(1) : first;
            if (Rid.valid(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    public String format() {
        StringBuilder out = new StringBuilder();
        if (!send.isEmpty()) {
            out.append("send ").append(String.join(";", send));
        }
        if (!receive.isEmpty()) {
            out.append(out.isEmpty() ? "recv " : " recv ").append(String.join(";", receive));
        }
        return out.toString();
    }
}
