package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.FormatParameters;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.RtcpFeedback;
import org.lyceum.wire.sdp.RtpMap;

/** The payload types of an m-line: read from a description, and written into one. */
final class Formats {
    private static final String RTX = "rtx";
    private static final int NONE = -1;

    private final MediaDescription media;
    private final Map<Integer, RtpMap> maps = new HashMap<>();
    private final Map<Integer, String> parameters = new HashMap<>();
    private final Map<Integer, Set<String>> feedback = new HashMap<>();

    private Formats(MediaDescription media) {
        this.media = media;
        for (String value : media.attributes().all("rtpmap")) {
            RtpMap map = RtpMap.parse(value);
            if (map != null) {
                maps.putIfAbsent(map.payloadType(), map);
            }
        }
        for (String value : media.attributes().all("fmtp")) {
            FormatParameters fmtp = FormatParameters.parse(value);
            if (fmtp != null) {
                parameters.putIfAbsent(fmtp.payloadType(), fmtp.text());
            }
        }
        for (String value : media.attributes().all("rtcp-fb")) {
            RtcpFeedback line = RtcpFeedback.parse(value);
            if (line != null) {
                feedback.computeIfAbsent(line.payloadType(), _ -> new HashSet<>())
                        .add(line.feedback());
            }
        }
    }

    /** What Lyceum can forward of the m-line, in its order. */
    static List<PayloadFormat> read(MediaDescription media, MediaKind kind) {
        return new Formats(media).read(kind);
    }

    private List<PayloadFormat> read(MediaKind kind) {
        List<Integer> payloadTypes = payloadTypes();
        Map<Integer, Integer> rtx = retransmissions(payloadTypes);
        List<PayloadFormat> formats = new ArrayList<>();
        for (int payloadType : payloadTypes) {
            RtpMap map = maps.get(payloadType);
            Codec codec = map == null ? null : CodecReader.read(map, parameters.getOrDefault(payloadType, ""));
            if (codec != null && codec.type().kind() == kind) {
                formats.add(format(payloadType, codec, rtx.getOrDefault(payloadType, NONE)));
            }
        }
        formats.removeIf(format -> format.codec().type() == CodecType.RED && !carriesOpus(format, formats));
        return List.copyOf(formats);
    }

    /** Those of the m-line that may be used, each once: 64 to 95 are RTCP's (RFC 5761, 4), below 35 are static ones. */
    private List<Integer> payloadTypes() {
        Set<Integer> seen = new HashSet<>();
        List<Integer> payloadTypes = new ArrayList<>();
        for (String text : media.formats()) {
            Integer payloadType = number(text);
            if (payloadType != null && usable(payloadType) && seen.add(payloadType)) {
                payloadTypes.add(payloadType);
            }
        }
        return payloadTypes;
    }

    static boolean usable(int payloadType) {
        return (payloadType >= 35 && payloadType <= 63) || (payloadType >= 96 && payloadType <= 127);
    }

    private static @Nullable Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** From a payload type to that of its retransmissions (RFC 4588, 8.6). */
    private Map<Integer, Integer> retransmissions(List<Integer> payloadTypes) {
        Map<Integer, Integer> rtx = new HashMap<>();
        for (int payloadType : payloadTypes) {
            RtpMap map = maps.get(payloadType);
            if (map != null && map.encodingName().equalsIgnoreCase(RTX)) {
                String apt = FormatParameters.values(parameters.getOrDefault(payloadType, ""))
                        .get("apt");
                Integer original = apt == null ? null : number(apt);
                if (original != null) {
                    rtx.putIfAbsent(original, payloadType);
                }
            }
        }
        return rtx;
    }

    private PayloadFormat format(int payloadType, Codec codec, int rtx) {
        return new PayloadFormat(
                payloadType,
                codec,
                rtx,
                has(payloadType, "nack"),
                has(payloadType, "nack pli"),
                has(payloadType, "ccm fir"),
                has(payloadType, "transport-cc"),
                has(payloadType, "goog-remb"));
    }

    private boolean has(int payloadType, String line) {
        return feedback.getOrDefault(payloadType, Set.of()).contains(line)
                || feedback.getOrDefault(RtcpFeedback.ALL, Set.of()).contains(line);
    }

    /** RED is of use only when all its blocks are the Opus of the same m-line: {@code a=fmtp:63 111/111} (RFC 2198, 5). */
    private boolean carriesOpus(PayloadFormat red, List<PayloadFormat> formats) {
        String blocks = parameters.get(red.payloadType());
        if (blocks == null) {
            return false;
        }
        for (String block : blocks.split("/", -1)) {
            Integer payloadType = number(block);
            if (payloadType == null || !isOpus(payloadType, formats)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpus(int payloadType, List<PayloadFormat> formats) {
        for (PayloadFormat format : formats) {
            if (format.payloadType() == payloadType && format.codec().type() == CodecType.OPUS) {
                return true;
            }
        }
        return false;
    }

    /** The format fields of the m-line: each payload type, followed by its retransmissions. */
    static List<String> numbers(List<PayloadFormat> formats) {
        List<String> numbers = new ArrayList<>();
        for (PayloadFormat format : formats) {
            numbers.add(Integer.toString(format.payloadType()));
            if (format.rtxPayloadType() != NONE) {
                numbers.add(Integer.toString(format.rtxPayloadType()));
            }
        }
        return numbers;
    }

    /** The rtpmap, rtcp-fb and fmtp lines. */
    static void write(List<PayloadFormat> formats, List<Attribute> out) {
        for (PayloadFormat format : formats) {
            CodecType type = format.codec().type();
            int channels = type.kind() == MediaKind.AUDIO ? 2 : 1;
            int payloadType = format.payloadType();
            RtpMap map = new RtpMap(payloadType, type.encodingName(), type.clockRate(), channels);
            out.add(Attribute.of("rtpmap", map.format()));
            writeFeedback(format, out);
            String fmtp =
                    type == CodecType.RED ? redBlocks(formats) : format.codec().fmtp();
            if (!fmtp.isEmpty()) {
                out.add(Attribute.of("fmtp", payloadType + " " + fmtp));
            }
            if (format.rtxPayloadType() != NONE) {
                RtpMap rtx = new RtpMap(format.rtxPayloadType(), RTX, type.clockRate(), channels);
                out.add(Attribute.of("rtpmap", rtx.format()));
                out.add(Attribute.of("fmtp", format.rtxPayloadType() + " apt=" + payloadType));
            }
        }
    }

    private static void writeFeedback(PayloadFormat format, List<Attribute> out) {
        writeFeedback(format.remb(), format, "goog-remb", out);
        writeFeedback(format.transportCc(), format, "transport-cc", out);
        writeFeedback(format.fir(), format, "ccm fir", out);
        writeFeedback(format.nack(), format, "nack", out);
        writeFeedback(format.pli(), format, "nack pli", out);
    }

    private static void writeFeedback(boolean agreed, PayloadFormat format, String line, List<Attribute> out) {
        if (agreed) {
            out.add(Attribute.of("rtcp-fb", new RtcpFeedback(format.payloadType(), line).format()));
        }
    }

    private static String redBlocks(List<PayloadFormat> formats) {
        for (PayloadFormat format : formats) {
            if (format.codec().type() == CodecType.OPUS) {
                return format.payloadType() + "/" + format.payloadType();
            }
        }
        return "";
    }
}
