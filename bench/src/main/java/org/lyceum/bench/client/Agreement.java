package org.lyceum.bench.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Candidate;
import org.lyceum.wire.sdp.ExtMap;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.RtpMap;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;
import org.lyceum.wire.sdp.Simulcast;

/**
 * What two descriptions, the generator's and a server's, come to.
 *
 * @param transport ICE and DTLS of both sides
 * @param remote the server's UDP candidates, those of the highest priority first
 * @param audio what was agreed on the sound, null where there is none
 * @param video what was agreed on the picture, null where there is none
 */
public record Agreement(
        TransportParameters transport,
        List<InetSocketAddress> remote,
        @Nullable Section audio,
        @Nullable Section video) {
    /**
     * One m-line that is used.
     *
     * @param payloadType of Opus or VP8
     * @param rtxPayloadType of its retransmissions, -1 for none
     * @param rids of this side's encodings, those that the server takes
     * @param extensions ids of the header extensions that may be used, by their URI
     */
    public record Section(int payloadType, int rtxPayloadType, List<String> rids, Map<String, Integer> extensions) {
        /** The id of a header extension, 0 where it was not agreed on. */
        public int extension(String uri) {
            return extensions.getOrDefault(uri, 0);
        }

        /** What an m-line of a server says; null where it has neither Opus nor VP8. */
        static @Nullable Section read(MediaDescription media) {
            int payloadType = payloadType(media, media.media().equals("audio") ? "opus" : "VP8");
            if (payloadType < 0) {
                return null;
            }
            String value = media.attributes().first("simulcast");
            Simulcast simulcast = value == null ? null : Simulcast.parse(value);
            Map<String, Integer> extensions = new HashMap<>();
            for (String line : media.attributes().all("extmap")) {
                ExtMap entry = ExtMap.parse(line);
                if (entry != null) {
                    extensions.put(entry.uri(), entry.id());
                }
            }
            return new Section(
                    payloadType,
                    retransmissions(media, payloadType),
                    simulcast == null ? List.of() : simulcast.receive(),
                    extensions);
        }

        private static int payloadType(MediaDescription media, String codec) {
            return media.attributes().all("rtpmap").stream()
                    .map(RtpMap::parse)
                    .filter(map -> map != null && map.encodingName().equalsIgnoreCase(codec))
                    .mapToInt(RtpMap::payloadType)
                    .filter(type -> media.formats().contains(Integer.toString(type)))
                    .findFirst()
                    .orElse(-1);
        }

        private static int retransmissions(MediaDescription media, int payloadType) {
            String suffix = " apt=" + payloadType;
            return media.attributes().all("fmtp").stream()
                    .filter(value -> value.endsWith(suffix))
                    .map(value -> value.substring(0, value.length() - suffix.length()))
                    .filter(media.formats()::contains)
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(-1);
        }
    }

    /** Reads a server's description, offer or answer, beside this side's. */
    public static Agreement read(String sdp, LocalDescription local) throws SdpException {
        SessionDescription server = SessionDescription.parse(sdp);
        List<Attributes> levels = new ArrayList<>();
        server.media().stream()
                .filter(media -> !media.rejected())
                .map(MediaDescription::attributes)
                .forEach(levels::add);
        levels.add(server.attributes());
        String[] fingerprint = required(levels, "fingerprint").split(" ", 2);
        boolean passive = required(levels, "setup").equals("passive");
        TransportParameters transport = new TransportParameters(
                local.ufrag(),
                local.pwd(),
                required(levels, "ice-ufrag"),
                required(levels, "ice-pwd"),
                passive ? DtlsRole.CLIENT : DtlsRole.SERVER,
                new Fingerprint(
                        fingerprint[0].toLowerCase(Locale.ROOT),
                        fingerprint[fingerprint.length - 1].strip().toUpperCase(Locale.ROOT)));
        return new Agreement(transport, candidates(levels), section(server, "audio"), section(server, "video"));
    }

    private static String required(List<Attributes> levels, String name) throws SdpException {
        for (Attributes level : levels) {
            String value = level.first(name);
            if (value != null) {
                return value;
            }
        }
        throw new SdpException("The server's description has no a=" + name + ".");
    }

    private static List<InetSocketAddress> candidates(List<Attributes> levels) throws SdpException {
        List<InetSocketAddress> addresses = levels.stream()
                .flatMap(level -> level.all("candidate").stream())
                .map(Candidate::parse)
                .filter(candidate -> candidate != null && candidate.protocol().equals("udp"))
                .sorted(Comparator.comparingLong(Candidate::priority).reversed())
                .map(Agreement::address)
                .filter(address -> !address.isUnresolved())
                .distinct()
                .toList();
        if (addresses.isEmpty()) {
            throw new SdpException("The server's description has no UDP candidate that can be used.");
        }
        return addresses;
    }

    private static InetSocketAddress address(Candidate candidate) {
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port());
        } catch (IllegalArgumentException e) {
            return InetSocketAddress.createUnresolved(candidate.address(), candidate.port()); // a name, of mDNS perhaps
        }
    }

    private static @Nullable Section section(SessionDescription server, String kind) {
        return server.media().stream()
                .filter(media -> media.media().equals(kind) && !media.rejected())
                .filter(media -> !media.attributes().has("inactive"))
                .findFirst()
                .map(Section::read)
                .orElse(null);
    }
}
