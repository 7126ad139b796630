package org.lyceum.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebAppTest {
    private static final Pattern ROUTE = Pattern.compile("path: \"/([^/\"]*)");

    @Test
    void thePagesAreThoseOfTheAppsRouter() throws IOException {
        Set<String> routes = ROUTE.matcher(Files.readString(Path.of("../web/src/router.tsx")))
                .results()
                .map(route -> route.group(1))
                .collect(Collectors.toSet());

        assertThat(WebApp.PAGES).containsExactlyInAnyOrderElementsOf(routes);
    }
}
