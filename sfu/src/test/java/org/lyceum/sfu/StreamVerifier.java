package org.lyceum.sfu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.wire.codec.DecodeTargets;
import org.lyceum.wire.codec.DependencyDescriptor;
import org.lyceum.wire.codec.Vp8Descriptor;
import org.lyceum.wire.codec.Vp9Descriptor;

/**
 * Reads what a watcher received as a jitter buffer and a decoder would, from its bytes alone, and holds it against the truth about
 * each frame: numbers without gap or repeat, timestamps that never fall, one marker at the end of each picture, and nothing that
 * refers to a frame that was not delivered, nor anything missing of a decode target that is said to be active. What was lost on the way to the SFU may be missing, and nothing else.
 */
final class StreamVerifier {
    private static final int TL0_MASK = 0xff;
    private static final int ID_MASK = 0x7fff;

    private final String name;
    private final List<TestFrame> truth;
    /** "encoding frame index" of packets that never reached the SFU, and of those that reached it late. */
    private final Set<String> lost;

    private final int late;
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final DependencyDescriptor dependencies = new DependencyDescriptor();
    /** The packets that were delivered of each frame. */
    private final Map<Integer, Set<Integer>> delivered = new HashMap<>();
    /** Frame numbers of dependency descriptors by frame. */
    private final Map<Integer, Long> descriptorNumbers = new LinkedHashMap<>();

    private int lastPictureId = -1;
    /** Of the picture before, and of the newest that had one; -1 for none. */
    private int lastTl0 = -1;

    private int newestTl0 = -1;
    private @Nullable TestFrame previous;
    private long lastDescriptorNumber = -1;
    private int pictures;
    private Set<Long> padding = Set.of();
    private boolean picturesLeftOut;
    /** What the descriptors said last to be active, and of which frame; nothing before there was any. */
    private int active;

    private @Nullable TestFrame newestDescribed;
    private int masks;

    StreamVerifier(String name, List<TestFrame> truth, Set<String> lost, int late) {
        this.name = name;
        this.truth = truth;
        this.lost = lost;
        this.late = late;
    }

    /** Whole pictures are left out now and then, as an encoder drops them: of active decode targets too. */
    StreamVerifier leavingOutPictures(boolean leavingOut) {
        picturesLeftOut = leavingOut;
        return this;
    }

    /** Padding may stand between pictures, and takes a number there. */
    StreamVerifier padded(Set<Long> numbers) {
        padding = numbers;
        return this;
    }

    static String key(int frame, int index) {
        return frame + "/" + index;
    }

    /** How often what is active has changed. */
    int masks() {
        return masks;
    }

    /** The number of pictures. */
    int verify(List<WatchedStream.Received> stream) {
        List<WatchedStream.Received> ordered = new ArrayList<>(stream);
        ordered.sort(Comparator.comparingLong(WatchedStream.Received::sequence));
        sequences(ordered);
        for (int from = 0; from < ordered.size(); ) {
            int to = from + 1;
            while (to < ordered.size()
                    && ordered.get(to).timestamp() == ordered.get(from).timestamp()) {
                to++;
            }
            picture(ordered.subList(from, to));
            from = to;
        }
        return pictures;
    }

    private void sequences(List<WatchedStream.Received> ordered) {
        long gaps = 0;
        for (int i = 1; i < ordered.size(); i++) {
            WatchedStream.Received before = ordered.get(i - 1);
            WatchedStream.Received next = ordered.get(i);
            long between = padded(before.sequence(), next.sequence());
            assertThat(between == 0 || next.timestamp() > before.timestamp())
                    .as("%s: padding within a picture behind %d", name, before.sequence())
                    .isTrue();
            gaps += next.sequence() - before.sequence() - 1 - between;
            assertThat(next.timestamp())
                    .as("%s: timestamp at %d", name, next.sequence())
                    .isGreaterThanOrEqualTo(before.timestamp());
        }
        assertThat(gaps).as("%s: numbers that were never sent", name).isBetween(0L, (long) lost.size() + late);
    }

    private long padded(long after, long until) {
        long count = 0;
        for (long number = after + 1; number < until; number++) {
            count += padding.contains(number) ? 1 : 0;
        }
        return count;
    }

    private void picture(List<WatchedStream.Received> packets) {
        pictures++;
        WatchedStream.Received last = packets.getLast();
        TestFrame first = frame(packets.getFirst());
        String where = name + ": picture at " + packets.getFirst().sequence() + ", " + first;
        if (first.key() && first.spatial() == 0) {
            // Whatever was before is of no use to a decoder now; the same key frame may come again after a pause.
            delivered.clear();
            descriptorNumbers.clear();
        }
        // Before the first packet of a key frame has come, those behind it are not known for what they are.
        boolean damaged = first.key() && lost.contains(key(first.number(), 0));
        Map<Integer, TestFrame> frames = new LinkedHashMap<>();
        for (WatchedStream.Received each : packets) {
            TestFrame frame = frame(each);
            assertThat(frame.picture()).as(where).isEqualTo(first.picture());
            assertThat(frame.encoding()).as(where).isEqualTo(first.encoding());
            frames.put(frame.number(), frame);
            delivered.computeIfAbsent(frame.number(), _ -> new HashSet<>()).add(TestEncoder.index(each.payload()));
            if (each.sequence() != last.sequence() && !damaged) {
                assertThat(each.marker())
                        .as("%s: marker before the end, %d", where, each.sequence())
                        .isFalse();
            }
        }
        boolean endLost = truth.stream()
                .skip(first.number())
                .takeWhile(frame -> frame.picture() == first.picture() || frame.encoding() != first.encoding())
                .limit(8)
                .anyMatch(this::isLost);
        assertThat(last.marker() || endLost || damaged)
                .as("%s: marker at the end", where)
                .isTrue();
        frames.values().forEach(frame -> decodable(frame, where));
        entry(first, where);
        numbering(packets, where);
        previous = first;
    }

    private TestFrame frame(WatchedStream.Received packet) {
        return truth.get(TestEncoder.frameNumber(packet.payload()));
    }

    private boolean isLost(TestFrame frame) {
        return !lost.isEmpty() && missing(frame).stream().anyMatch(index -> lost.contains(key(frame.number(), index)));
    }

    private List<Integer> missing(TestFrame frame) {
        Set<Integer> there = delivered.getOrDefault(frame.number(), Set.of());
        List<Integer> missing = new ArrayList<>();
        for (int index = 0; index < frame.packets(); index++) {
            if (!there.contains(index)) {
                missing.add(index);
            }
        }
        return missing;
    }

    /** Everything of the frame is there, and of what it refers to, but for what the SFU never had. */
    private void decodable(TestFrame frame, String where) {
        for (int index : missing(frame)) {
            assertThat(excused(frame, index))
                    .as("%s: packet %d of %s is missing", where, index, frame)
                    .isTrue();
        }
        for (TestFrame reference : frame.references()) {
            for (int index : missing(reference)) {
                assertThat(excused(reference, index))
                        .as("%s: %s needs %s, which was not delivered", where, frame, reference)
                        .isTrue();
            }
        }
    }

    /** It is lost or late itself, or belongs to a key frame whose first packet is: what comes before that is not known for what it is. */
    private boolean excused(TestFrame frame, int index) {
        int lowest = frame.number() - frame.spatial();
        return lost.contains(key(frame.number(), index)) || (frame.key() && lost.contains(key(lowest, 0)));
    }

    /** Another source or encoding begins with a key frame. */
    private void entry(TestFrame first, String where) {
        TestFrame before = previous;
        boolean another = before == null || before.encoding() != first.encoding() || before.epoch() != first.epoch();
        if (another) {
            assertThat(first.key() && first.spatial() == 0)
                    .as("%s: begins with a key frame", where)
                    .isTrue();
        }
    }

    private void numbering(List<WatchedStream.Received> packets, String where) {
        CodecType type = packets.getFirst().source().codec().type();
        boolean firstOfPicture = true;
        for (WatchedStream.Received each : packets) {
            TestFrame frame = frame(each);
            switch (type) {
                case VP8 -> {
                    assertThat(vp8.parse(each.payload(), 0, each.payload().length))
                            .as(where)
                            .isTrue();
                    assertThat(Math.max(0, vp8.temporalId())).as(where).isEqualTo(frame.temporal());
                    ids(vp8.pictureId(), vp8.tl0PicIdx(), frame, firstOfPicture, where);
                }
                case VP9 -> {
                    assertThat(vp9.parse(each.payload(), 0, each.payload().length))
                            .as(where)
                            .isTrue();
                    assertThat(vp9.spatialId()).as(where).isEqualTo(frame.spatial());
                    ids(vp9.pictureId(), vp9.tl0PicIdx(), frame, firstOfPicture, where);
                }
                case AV1 -> describe(each, frame, where);
                default -> assertThat(each.descriptor()).as(where).isNull();
            }
            firstOfPicture = false;
        }
    }

    private void ids(int pictureId, int tl0, TestFrame frame, boolean firstOfPicture, String where) {
        if (!firstOfPicture) {
            assertThat(pictureId).as("%s: picture id", where).isEqualTo(lastPictureId);
            assertThat(tl0).as("%s: TL0PICIDX", where).isEqualTo(lastTl0);
            return;
        }
        if (lastPictureId >= 0) {
            int step = (pictureId - lastPictureId) & ID_MASK;
            int allowed = lost.isEmpty() && late == 0 ? 1 : ID_MASK / 2;
            assertThat(step)
                    .as("%s: picture id behind %d", where, lastPictureId)
                    .isBetween(1, allowed);
            if (tl0 >= 0 && newestTl0 >= 0) {
                tl0(tl0, frame, allowed > 1, where);
            }
        }
        lastPictureId = pictureId;
        lastTl0 = tl0;
        newestTl0 = tl0 < 0 ? newestTl0 : tl0;
    }

    /** Pictures without temporal layers do not count. */
    private void tl0(int tl0, TestFrame frame, boolean gaps, String where) {
        int step = (tl0 - newestTl0) & TL0_MASK;
        if (frame.temporal() > 0 || gaps) {
            assertThat(step).as("%s: TL0PICIDX behind %d", where, newestTl0).isBetween(0, gaps ? 127 : 0);
        } else {
            assertThat(step).as("%s: TL0PICIDX behind %d", where, newestTl0).isEqualTo(1);
        }
    }

    private void describe(WatchedStream.Received each, TestFrame frame, String where) {
        byte[] descriptor = each.descriptor();
        assertThat(descriptor).as("%s: dependency descriptor", where).isNotNull();
        if (descriptor == null) {
            return;
        }
        DependencyDescriptor.Verdict verdict = dependencies.parse(descriptor, 0, descriptor.length);
        if (verdict != DependencyDescriptor.Verdict.PARSED) {
            assertThat(lost.isEmpty()).as("%s: %s", where, verdict).isFalse();
            return;
        }
        assertThat(dependencies.spatialId()).as(where).isEqualTo(frame.spatial());
        assertThat(dependencies.temporalId()).as(where).isEqualTo(frame.temporal());
        long number = extended(dependencies.frameNumber());
        Long known = descriptorNumbers.putIfAbsent(frame.number(), number);
        if (known == null) {
            assertThat(number).as("%s: frame number", where).isGreaterThan(lastDescriptorNumber);
            lastDescriptorNumber = number;
            if (lost.isEmpty() && late == 0) {
                active(frame, number, where);
            }
        } else {
            assertThat(number).as("%s: frame number", where).isEqualTo(known);
        }
        references(frame, number, where);
    }

    /**
     * The frame's own decode target is active; nothing was left out since the frame before of what was active then and is now;
     * and the chains that protect what is active are whole (RTP Payload Format for AV1, A.4 and A.5).
     */
    private void active(TestFrame frame, long number, String where) {
        DecodeTargets targets = requireNonNull(dependencies.decodeTargets(), where);
        int own = 1 << DescriptorWriter.target(frame.spatial(), frame.temporal());
        assertThat(targets.active() & own).as("%s: is active, %s", where, frame).isEqualTo(own);
        TestFrame before = newestDescribed;
        boolean begins = before == null || (frame.key() && frame.spatial() == 0);
        int still = begins || picturesLeftOut ? 0 : active & targets.active();
        for (int skipped = before == null ? frame.number() : before.number() + 1; skipped < frame.number(); skipped++) {
            TestFrame missing = truth.get(skipped);
            if (missing.encoding() == frame.encoding() && missing.epoch() == frame.epoch()) {
                assertThat(activeTargetsOf(missing, still))
                        .as("%s: active targets of %s, which was left out", where, missing)
                        .isZero();
            }
        }
        for (int target = 0; target < targets.structure().decodeTargets(); target++) {
            int diff = dependencies.chainDiff(targets.structure().protectedBy(target));
            if ((targets.active() & (1 << target)) != 0 && diff != 0) {
                assertThat(descriptorNumbers)
                        .as("%s: the chain of target %d", where, target)
                        .containsValue(number - diff);
            }
        }
        masks += targets.active() == active ? 0 : 1;
        active = targets.active();
        newestDescribed = frame;
    }

    private static int activeTargetsOf(TestFrame frame, int active) {
        int belongs = 0;
        for (int target = 0; target < Integer.SIZE; target++) {
            belongs |= (active & (1 << target)) != 0 && DescriptorWriter.belongs(frame, target) ? 1 << target : 0;
        }
        return belongs;
    }

    private long extended(int number) {
        return lastDescriptorNumber < 0 ? number : lastDescriptorNumber + (short) (number - lastDescriptorNumber);
    }

    /** What the descriptor says that the frame refers to is what it refers to. */
    private void references(TestFrame frame, long number, String where) {
        assertThat(dependencies.frameDiffCount())
                .as(where)
                .isEqualTo(frame.references().size());
        for (int i = 0; i < dependencies.frameDiffCount(); i++) {
            TestFrame reference = frame.references().get(i);
            Long expected = descriptorNumbers.get(reference.number());
            if (expected != null) {
                assertThat(number - dependencies.frameDiff(i))
                        .as("%s: refers to %s", where, reference)
                        .isEqualTo(expected);
            }
        }
    }
}
