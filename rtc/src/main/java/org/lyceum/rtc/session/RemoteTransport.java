package org.lyceum.rtc.session;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.sdp.Attributes;

/**
 * ICE and DTLS parameters as the other side wrote them.
 *
 * @param ufrag ICE user fragment
 * @param pwd ICE password
 * @param fingerprint of its certificate
 * @param setup its {@code a=setup} (RFC 4145), {@code actpass} for instance
 */
record RemoteTransport(String ufrag, String pwd, Fingerprint fingerprint, String setup) {
    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/=_-]{4,256}");
    private static final Pattern PWD = Pattern.compile("[A-Za-z0-9+/=_-]{22,256}");
    private static final Pattern HEX_BYTES = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2})+");
    // Length of the value in characters tells a fingerprint that was cut.
    private static final List<String> HASHES = List.of("sha-256", "sha-384", "sha-512");

    /** Reads them from the levels given, the first that states one counts. */
    static RemoteTransport read(List<Attributes> levels) throws NegotiationException {
        return new RemoteTransport(
                ufrag(first(levels, "ice-ufrag")),
                pwd(first(levels, "ice-pwd")),
                fingerprint(levels),
                // RFC 5763, 5 wants it stated; where an encoder forgets it, either role will do.
                setup(first(levels, "setup")));
    }

    private static @Nullable String first(List<Attributes> levels, String name) {
        for (Attributes level : levels) {
            String value = level.first(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    static String ufrag(@Nullable String value) throws NegotiationException {
        if (value == null || !UFRAG.matcher(value).matches()) {
            throw new NegotiationException("ice-missing", "The description has no valid a=ice-ufrag.");
        }
        return value;
    }

    static String pwd(@Nullable String value) throws NegotiationException {
        if (value == null || !PWD.matcher(value).matches()) {
            throw new NegotiationException("ice-missing", "The description has no valid a=ice-pwd.");
        }
        return value;
    }

    private static String setup(@Nullable String value) {
        return value == null ? "actpass" : value.toLowerCase(Locale.ROOT);
    }

    /** The first of a hash that is safe; SHA-1 and older are passed over (RFC 8122, 5). */
    private static Fingerprint fingerprint(List<Attributes> levels) throws NegotiationException {
        for (Attributes level : levels) {
            for (String hash : HASHES) {
                for (String value : level.all("fingerprint")) {
                    Fingerprint fingerprint = fingerprint(value, hash);
                    if (fingerprint != null) {
                        return fingerprint;
                    }
                }
            }
        }
        throw new NegotiationException(
                "fingerprint-missing", "The description has no a=fingerprint with SHA-256, SHA-384 or SHA-512.");
    }

    private static @Nullable Fingerprint fingerprint(String line, String hash) {
        int blank = line.indexOf(' ');
        if (blank < 0 || !line.substring(0, blank).equalsIgnoreCase(hash)) {
            return null;
        }
        String value = line.substring(blank).strip().toUpperCase(Locale.ROOT);
        int bytes = Integer.parseInt(hash.substring("sha-".length())) / Byte.SIZE;
        boolean whole =
                value.length() == bytes * 3 - 1 && HEX_BYTES.matcher(value).matches();
        return whole ? new Fingerprint(hash, value) : null;
    }

    /** The role this side takes when nothing was agreed before: it stays the server wherever it may. */
    DtlsRole localRole() throws NegotiationException {
        return switch (setup) {
            case "actpass", "active" -> DtlsRole.SERVER;
            case "passive" -> DtlsRole.CLIENT;
            default ->
                throw new NegotiationException("setup-unsupported", "a=setup must be actpass, active or passive.");
        };
    }
}
