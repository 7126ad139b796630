package org.lyceum.wire.rtcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SDES (RFC 3550, 6.5). */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    /** Item types: the canonical name, the MID of RFC 9143, the RID of RFC 8852. */
    public static final int CNAME = 1;

    public static final int RTP_STREAM_ID = 12;
    public static final int MID = 15;

    public SourceDescription {
        chunks = List.copyOf(chunks);
    }

    /** What is said of one source. */
    public record Chunk(int ssrc, List<Item> items) {
        public Chunk {
            items = List.copyOf(items);
        }

        /** The text of the first item of this type, or null. */
        public @Nullable String text(int type) {
            for (Item item : items) {
                if (item.type() == type) {
                    return item.text();
                }
            }
            return null;
        }
    }

    /**
     * One item.
     *
     * @param type 1 to 255
     * @param text at most 255 bytes of UTF-8
     */
    public record Item(int type, String text) {}
}
