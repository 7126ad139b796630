package org.lyceum.server.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers that every answer carries, and the content security policy of pages. */
final class SecurityHeaders {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.\\-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self),"
                    + " picture-in-picture=(self), screen-wake-lock=(self), autoplay=(self), geolocation=(), payment=(), usb=()";

    private SecurityHeaders() {}

    static void onEveryAnswer(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "same-origin");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Permissions-Policy", PERMISSIONS);
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (context.path().startsWith("/api/")) {
            context.header("Cache-Control", "no-store");
        }
    }

    /** Scripts and connections to this server only; blob: for pictures and media that the page itself makes. */
    static void onPage(Context context) {
        context.header(
                "Content-Security-Policy",
                "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                        + " media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'"
                        + webSocketSources(context.header("Host"))
                        + "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'");
    }

    /** Older browsers do not count WebSockets to the same host as 'self'. */
    private static String webSocketSources(@Nullable String host) {
        return host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
    }
}
