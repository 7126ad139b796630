package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** {@link ServerMessage} to text. Safe for many threads. */
public final class MessageWriter {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .registerSubtypes(Stream.of(MessageTypes.ofServer(), MessageTypes.ofDirectServer())
                    .flatMap(types -> types.entrySet().stream())
                    .map(entry -> new NamedType(entry.getValue(), entry.getKey()))
                    .toArray(NamedType[]::new))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build()
            .writerFor(ServerMessage.class);

    private MessageWriter() {}

    public static String write(ServerMessage message) {
        return WRITER.writeValueAsString(message);
    }
}
