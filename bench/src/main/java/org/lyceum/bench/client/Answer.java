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
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;
import org.lyceum.wire.sdp.Simulcast;

/**
 * What a server's answer comes to.
 *
 * @param transport ICE and DTLS of both sides
 * @param remote its UDP candidates, those of the highest priority first
 * @param audio what was agreed on the sound, null where it was rejected
 * @param video what was agreed on the picture, null where it was rejected
 */
public record Answer(
        TransportParameters transport,
        List<InetSocketAddress> remote,
        @Nullable Section audio,
        @Nullable Section video) {
    /**
     * One accepted m-line.
     *
     * @param payloadTypes those of the offer that may be used
     * @param rids of the offer's, those that the server takes
     * @param extensions ids of the header extensions that may be used, by their URI
     */
    public record Section(List<String> payloadTypes, List<String> rids, Map<String, Integer> extensions) {
        /** The id of a header extension, 0 where it was not agreed on. */
        public int extension(String uri) {
            return extensions.getOrDefault(uri, 0);
        }

        public boolean takes(int payloadType) {
            return payloadTypes.contains(Integer.toString(payloadType));
        }
    }

    /** Reads the answer to an offer. */
    public static Answer read(String sdp, Offer offer) throws SdpException {
        SessionDescription answer = SessionDescription.parse(sdp);
        List<Attributes> levels = new ArrayList<>();
        answer.media().stream()
                .filter(media -> !media.rejected())
                .map(MediaDescription::attributes)
                .forEach(levels::add);
        levels.add(answer.attributes());
        String[] fingerprint = required(levels, "fingerprint").split(" ", 2);
        boolean active = required(levels, "setup").equals("active");
        TransportParameters transport = new TransportParameters(
                offer.ufrag(),
                offer.pwd(),
                required(levels, "ice-ufrag"),
                required(levels, "ice-pwd"),
                active ? DtlsRole.SERVER : DtlsRole.CLIENT,
                new Fingerprint(
                        fingerprint[0].toLowerCase(Locale.ROOT),
                        fingerprint[fingerprint.length - 1].strip().toUpperCase(Locale.ROOT)));
        return new Answer(transport, candidates(levels), section(answer, "audio"), section(answer, "video"));
    }

    private static String required(List<Attributes> levels, String name) throws SdpException {
        for (Attributes level : levels) {
            String value = level.first(name);
            if (value != null) {
                return value;
            }
        }
        throw new SdpException("The answer has no a=" + name + ".");
    }

    private static List<InetSocketAddress> candidates(List<Attributes> levels) throws SdpException {
        List<InetSocketAddress> addresses = levels.stream()
                .flatMap(level -> level.all("candidate").stream())
                .map(Candidate::parse)
                .filter(candidate -> candidate != null && candidate.protocol().equals("udp"))
                .sorted(Comparator.comparingLong(Candidate::priority).reversed())
                .map(Answer::address)
                .filter(address -> !address.isUnresolved())
                .distinct()
                .toList();
        if (addresses.isEmpty()) {
            throw new SdpException("The answer has no UDP candidate that can be used.");
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

    private static @Nullable Section section(SessionDescription answer, String kind) {
        for (MediaDescription media : answer.media()) {
            if (media.media().equals(kind)
                    && !media.rejected()
                    && !media.attributes().has("inactive")) {
                String value = media.attributes().first("simulcast");
                Simulcast simulcast = value == null ? null : Simulcast.parse(value);
                Map<String, Integer> extensions = new HashMap<>();
                for (String line : media.attributes().all("extmap")) {
                    ExtMap entry = ExtMap.parse(line);
                    if (entry != null) {
                        extensions.put(entry.uri(), entry.id());
                    }
                }
                return new Section(media.formats(), simulcast == null ? List.of() : simulcast.receive(), extensions);
            }
        }
        return null;
    }
}
