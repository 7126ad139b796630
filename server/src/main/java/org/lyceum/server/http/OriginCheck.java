package org.lyceum.server.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.config.Config;

/**
 * Keeps other people's pages from opening WebSockets here with a visitor's browser. Clients that send no Origin are not
 * browsers and carry nobody's cookies.
 */
public final class OriginCheck {
    private final List<String> allowed;
    private final @Nullable String publicOrigin;

    public OriginCheck(Config config) {
        allowed = config.allowedOrigins();
        publicOrigin = config.publicUrl() == null ? null : config.publicUrl().toString();
    }

    void beforeUpgrade(Context context) {
        if (!isAllowed(context.header("Origin"), context.header("Host"))) {
            throw new ProblemException(403, "origin-not-allowed", "This web page may not open a connection here.");
        }
    }

    /** Whether a page of this origin (null: no page) may act for the visitor at this host. */
    public boolean isAllowed(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        int authority = lower.indexOf("://");
        boolean sameHost =
                host != null && authority > 0 && lower.substring(authority + 3).equals(host.toLowerCase(Locale.ROOT));
        return sameHost || lower.equals(publicOrigin) || allowed.contains(lower);
    }
}
