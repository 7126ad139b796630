package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.sdp.Attribute;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.Direction;
import org.lyceum.wire.sdp.ExtMap;

/** The {@code a=extmap} lines of an m-line (RFC 8285): read from a description, and written into one. */
final class Extensions {
    // In the order of ExtensionMap's components.
    private static final List<String> URIS = List.of(
            HeaderExtensions.MID,
            HeaderExtensions.RID,
            HeaderExtensions.REPAIRED_RID,
            HeaderExtensions.AUDIO_LEVEL,
            HeaderExtensions.ABS_SEND_TIME,
            HeaderExtensions.TRANSPORT_CC,
            HeaderExtensions.VIDEO_ORIENTATION,
            HeaderExtensions.PLAYOUT_DELAY,
            HeaderExtensions.DEPENDENCY_DESCRIPTOR);
    private static final int HIGHEST_ID = 255;
    private static final int RESERVED_ID = 15;

    private Extensions() {}

    /** Those that the writer of the lines sends: what this side will receive. */
    static ExtensionMap received(Attributes session, Attributes media) {
        return read(session, media, Direction::sends);
    }

    /** Those that the writer of the lines takes: what this side may send. RID is left out, this side sends no simulcast. */
    static ExtensionMap sent(Attributes session, Attributes media) {
        ExtensionMap map = read(session, media, Direction::receives);
        return new ExtensionMap(
                map.mid(),
                0,
                0,
                map.audioLevel(),
                map.absSendTime(),
                map.transportCc(),
                map.videoOrientation(),
                map.playoutDelay(),
                map.dependencyDescriptor());
    }

    private static ExtensionMap read(Attributes session, Attributes media, Predicate<Direction> wanted) {
        int[] ids = new int[URIS.size()];
        List<String> lines = new ArrayList<>(media.all("extmap"));
        lines.addAll(session.all("extmap"));
        for (String line : lines) {
            ExtMap entry = ExtMap.parse(line);
            int index = entry == null ? -1 : URIS.indexOf(entry.uri());
            // 15 cannot be told from a stop mark in the one-byte form; above 255 is a proposal that asks for another
            // id.
            if (entry != null
                    && index >= 0
                    && ids[index] == 0
                    && entry.id() <= HIGHEST_ID
                    && entry.id() != RESERVED_ID
                    && wanted.test(entry.direction())) {
                ids[index] = entry.id();
            }
        }
        return of(ids);
    }

    /** What both have, under the same id. */
    static ExtensionMap intersect(ExtensionMap one, ExtensionMap other) {
        int[] a = ids(one);
        int[] b = ids(other);
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i] == b[i] ? a[i] : 0;
        }
        return of(a);
    }

    static void write(ExtensionMap map, List<Attribute> out) {
        int[] ids = ids(map);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != 0) {
                out.add(Attribute.of("extmap", new ExtMap(ids[i], Direction.SENDRECV, URIS.get(i)).format()));
            }
        }
    }

    private static ExtensionMap of(int[] ids) {
        return new ExtensionMap(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7], ids[8]);
    }

    private static int[] ids(ExtensionMap map) {
        return new int[] {
            map.mid(),
            map.rid(),
            map.repairedRid(),
            map.audioLevel(),
            map.absSendTime(),
            map.transportCc(),
            map.videoOrientation(),
            map.playoutDelay(),
            map.dependencyDescriptor()
        };
    }
}
