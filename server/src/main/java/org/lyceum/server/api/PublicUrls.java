package org.lyceum.server.api;

import io.javalin.http.Context;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.http.ClientAddresses;

/** Under which address the one who asks reaches this server: the configured one, or the one that was asked. */
public final class PublicUrls {
    /** A name or an address and a port, and nothing that would change what the URL means. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.\\-]{1,253}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    private final @Nullable URI publicUrl;
    private final ClientAddresses addresses;

    public PublicUrls(@Nullable URI publicUrl, ClientAddresses addresses) {
        this.publicUrl = publicUrl;
        this.addresses = addresses;
    }

    /** The name or address alone, that of IPv6 in brackets; empty where it is not known. */
    public String host(Context context) {
        if (publicUrl != null) {
            return publicUrl.getHost();
        }
        String host = context.header("Host");
        return host == null || !HOST.matcher(host).matches() ? "" : host.replaceFirst(":\\d{1,5}$", "");
    }

    /** Scheme, host and port, without a slash at the end; empty (URLs are then relative) where even the host is not known. */
    public String base(Context context) {
        if (publicUrl != null) {
            String configured = publicUrl.toString();
            return configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
        }
        String host = context.header("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            return "";
        }
        return (addresses.isSecure(context) ? "https://" : "http://") + host;
    }
}
