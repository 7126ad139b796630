package org.lyceum.server.http;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Network;

/**
 * Who is really asking. Forwarding headers count only when they come from a trusted proxy; X-Forwarded-For is read from
 * the right, past the trusted ones.
 */
public final class ClientAddresses {
    private static final int IPV6_SITE_BYTES = 8;

    private final List<Network> trustedProxies;

    public ClientAddresses(List<Network> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** The client's address, as far as it can be believed. */
    public InetAddress of(Context context) {
        return resolve(context.req().getRemoteAddr(), forwardedFor(context));
    }

    /**
     * @param peer address of the socket's other end
     * @param forwardedFor value of X-Forwarded-For, or null
     */
    public InetAddress resolve(String peer, @Nullable String forwardedFor) {
        InetAddress address = literal(peer);
        if (address == null) {
            return InetAddress.getLoopbackAddress();
        }
        if (forwardedFor == null || !trusted(address)) {
            return address;
        }
        String[] hops = forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusted(address); i--) {
            InetAddress hop = literal(hops[i].strip());
            if (hop == null) {
                break;
            }
            address = hop;
        }
        return address;
    }

    /** All lines of the header as one list: some proxies append a line of their own to what the client sent. */
    private static @Nullable String forwardedFor(Context context) {
        List<String> lines = Collections.list(context.req().getHeaders("X-Forwarded-For"));
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    /** Whether the request arrived by HTTPS, at this server or at a trusted proxy in front of it. */
    public boolean isSecure(Context context) {
        InetAddress peer = literal(context.req().getRemoteAddr());
        if (peer != null && trusted(peer) && context.header("X-Forwarded-Proto") != null) {
            return "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
        }
        return context.req().isSecure();
    }

    /** Whether the client is on this machine; false for anything that a proxy passed on. */
    public boolean isLoopback(Context context) {
        boolean proxied = context.header("X-Forwarded-For") != null || context.header("Forwarded") != null;
        InetAddress peer = literal(context.req().getRemoteAddr());
        return !proxied && peer != null && peer.isLoopbackAddress();
    }

    /**
     * Whether the client is on this machine or in a private network of its own; false for anything that a proxy may have passed
     * on, since the proxy is near for everyone.
     */
    public boolean isNear(Context context) {
        boolean proxied = context.header("X-Forwarded-For") != null || context.header("Forwarded") != null;
        InetAddress peer = literal(context.req().getRemoteAddr());
        return trustedProxies.isEmpty() && !proxied && peer != null && isPrivate(peer);
    }

    /** Loopback, link-local, or of a private network (RFC 1918, RFC 4193). */
    public static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    /** What limits count by: the address, or the /64 of an IPv6 address, since one client owns all of that. */
    public static String limitKey(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : Arrays.toString(Arrays.copyOf(bytes, IPV6_SITE_BYTES)) + "/64";
    }

    private boolean trusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            boolean bracketed = text.startsWith("[") && text.endsWith("]");
            return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
