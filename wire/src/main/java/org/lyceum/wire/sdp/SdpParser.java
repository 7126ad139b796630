package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one description, line by line; used once. */
final class SdpParser {
    private final List<Line> sessionLines = new ArrayList<>();
    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();

    // What belongs to the m-line being read; null and unused before the first.
    private @Nullable MediaDescription current;
    private List<Line> lines = sessionLines;
    private List<Attribute> attributes = sessionAttributes;

    SessionDescription parse(String text) throws SdpException {
        int start = 0;
        while (start < text.length()) {
            int end = endOfLine(text, start);
            takeLine(text.substring(start, end));
            start = end + 1;
        }
        finishMedia();
        if (sessionLines.isEmpty() && media.isEmpty()) {
            throw new SdpException("The session description is empty.");
        }
        return new SessionDescription(sessionLines, new Attributes(sessionAttributes), media);
    }

    /** The index of the next CR or LF: of a CR LF pair the second one ends an empty line, which says nothing. */
    private static int endOfLine(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                return i;
            }
        }
        return text.length();
    }

    private void takeLine(String line) throws SdpException {
        refuseControlCharacters(line);
        if (line.length() < 2 || line.charAt(1) != '=') {
            return;
        }
        char type = line.charAt(0);
        String value = line.substring(2);
        if (sessionLines.isEmpty() && type != 'v') {
            throw new SdpException("A session description starts with v=0.");
        }
        switch (type) {
            case 'm' -> startMedia(value);
            case 'a' -> attributes.add(Attribute.parse(value));
            default -> lines.add(new Line(type, value));
        }
    }

    private static void refuseControlCharacters(String line) throws SdpException {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' && c != '\t') {
                throw new SdpException("The session description has control characters in it.");
            }
        }
    }

    private void startMedia(String value) throws SdpException {
        finishMedia();
        if (media.size() == SessionDescription.MAX_MEDIA) {
            throw new SdpException("The session description has more than 64 m-lines.");
        }
        current = MediaDescription.parseFirstLine(value);
        if (current == null) {
            // The order of m-lines carries meaning, so that one cannot be passed over.
            throw new SdpException("The session description has a malformed m-line.");
        }
        lines = new ArrayList<>();
        attributes = new ArrayList<>();
    }

    private void finishMedia() {
        MediaDescription m = current;
        if (m != null) {
            media.add(new MediaDescription(
                    m.media(), m.port(), m.protocol(), m.formats(), lines, new Attributes(attributes)));
        }
        current = null;
    }
}
