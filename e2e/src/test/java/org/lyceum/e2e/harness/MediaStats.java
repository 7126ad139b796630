package org.lyceum.e2e.harness;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What all peer connections of a page count, by WebRTC's own names.
 *
 * @param reports of {@code getStats}, of every peer connection that is not closed
 */
public record MediaStats(List<JsonNode> reports) {

    private Stream<JsonNode> of(String type, String kind) {
        return reports.stream()
                .filter(report -> report.path("type").asString("").equals(type)
                        && report.path("kind").asString("").equals(kind));
    }

    private static double sum(Stream<JsonNode> reports, String field) {
        return reports.mapToDouble(report -> report.path(field).asDouble(0)).sum();
    }

    /** Pictures that were encoded, in however many sizes. */
    public long framesEncoded() {
        return mostPictures("framesEncoded");
    }

    /** Pictures that left, in however many sizes. */
    public long framesSent() {
        return mostPictures("framesSent");
    }

    /** Those of the simulcast encoding that has most of them; of SVC the browser counts each spatial layer as a frame. */
    private long mostPictures(String field) {
        return of("outbound-rtp", "video")
                .mapToLong(report -> report.path(field).asLong(0)
                        / spatialLayers(report.path("scalabilityMode").asString("")))
                .max()
                .orElse(0);
    }

    /** 3 of {@code L3T3_KEY}. */
    private static int spatialLayers(String scalabilityMode) {
        return scalabilityMode.startsWith("L") ? scalabilityMode.charAt(1) - '0' : 1;
    }

    /** What is sent of each simulcast encoding, by its rid: {@code framesEncoded}, {@code bytesSent} and so on. */
    public long ofEncoding(String rid, String field) {
        return of("outbound-rtp", "video")
                .filter(report -> report.path("rid").asString("").equals(rid))
                .mapToLong(report -> report.path(field).asLong(0))
                .sum();
    }

    public long framesDecoded() {
        return (long) sum(of("inbound-rtp", "video"), "framesDecoded");
    }

    /** Pictures of which every packet came, decoded or not. */
    public long framesReceived() {
        return (long) sum(of("inbound-rtp", "video"), "framesReceived");
    }

    /** How often the watcher asked for a key frame (PLI). */
    public long keyFrameRequests() {
        return (long) sum(of("inbound-rtp", "video"), "pliCount");
    }

    public long framesDropped() {
        return (long) sum(of("inbound-rtp", "video"), "framesDropped");
    }

    public long freezes() {
        return (long) sum(of("inbound-rtp", "video"), "freezeCount");
    }

    public double freezeSeconds() {
        return sum(of("inbound-rtp", "video"), "totalFreezesDuration");
    }

    /** Grows with the loudness that was heard. */
    public double audioEnergy() {
        return sum(of("inbound-rtp", "audio"), "totalAudioEnergy");
    }

    /** Samples of sound that were made up because what was lost had not come by then. */
    public double concealedSamples() {
        return sum(of("inbound-rtp", "audio"), "concealedSamples")
                - sum(of("inbound-rtp", "audio"), "silentConcealedSamples");
    }

    public double soundSamples() {
        return sum(of("inbound-rtp", "audio"), "totalSamplesReceived");
    }

    public long packetsLost() {
        return (long) (sum(of("inbound-rtp", "video"), "packetsLost") + sum(of("inbound-rtp", "audio"), "packetsLost"));
    }

    public long videoPacketsReceived() {
        return (long) sum(of("inbound-rtp", "video"), "packetsReceived");
    }

    public long audioPacketsReceived() {
        return (long) sum(of("inbound-rtp", "audio"), "packetsReceived");
    }

    /** Width of what is decoded, 0 before the first picture. */
    public int frameWidth() {
        return of("inbound-rtp", "video")
                .mapToInt(report -> report.path("frameWidth").asInt(0))
                .max()
                .orElse(0);
    }

    /** The codec of the picture that comes in, {@code video/VP8} for instance, empty before there is one. */
    public String inboundVideoCodec() {
        return of("inbound-rtp", "video")
                .map(report -> report.path("codecId").asString(""))
                .flatMap(id -> reports.stream()
                        .filter(report -> report.path("id").asString("").equals(id)))
                .map(codec -> codec.path("mimeType").asString(""))
                .findFirst()
                .orElse("");
    }

    /** {@code udp} or {@code tcp}: how the media travels now, empty before there is a way. */
    public String selectedProtocol() {
        return ofSelectedCandidate("protocol");
    }

    /** {@code udp}, {@code tcp} or {@code tls}: how the relay is reached that the media takes, empty where it takes none. */
    public String selectedRelayProtocol() {
        return ofSelectedCandidate("relayProtocol");
    }

    private String ofSelectedCandidate(String field) {
        return reports.stream()
                .filter(report -> report.path("type").asString("").equals("transport"))
                .map(transport -> transport.path("selectedCandidatePairId").asString(""))
                .flatMap(id -> reports.stream()
                        .filter(report -> report.path("id").asString("").equals(id)))
                .map(pair -> pair.path("localCandidateId").asString(""))
                .flatMap(id -> reports.stream()
                        .filter(report -> report.path("id").asString("").equals(id)))
                .map(candidate -> candidate.path(field).asString(""))
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return "encoded %d, sent %d, decoded %d, dropped %d, freezes %d, lost %d, audio packets %d, energy %.4f, width %d, %s, %s"
                .formatted(
                        framesEncoded(),
                        framesSent(),
                        framesDecoded(),
                        framesDropped(),
                        freezes(),
                        packetsLost(),
                        audioPacketsReceived(),
                        audioEnergy(),
                        frameWidth(),
                        inboundVideoCodec(),
                        encodings());
    }

    /** What is sent in which size, and what holds it back, as in {@code h 640 (cpu)}. */
    private String encodings() {
        return of("outbound-rtp", "video")
                .map(report -> "%s %d (%s)"
                        .formatted(
                                report.path("rid").asString("-"),
                                report.path("frameWidth").asInt(0),
                                report.path("qualityLimitationReason").asString("")))
                .collect(Collectors.joining(", ", "sends [", "]"));
    }
}
