package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.stream.InboundStream.Verdict;

/** A source over a network that loses, repeats and reorders, several wraps long. */
class InboundStreamRandomTest {
    private static final int PACKETS = 150_000;
    private static final int MOST_HELD = 20;

    private record Sent(long sequence, boolean padding) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void numbersStayUniqueAndInTheOrderOfTheSource(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InboundStream stream = new InboundStream(7, 90_000, new CaptureClock(), new NackGenerator());
        long first = random.nextInt(65_536);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            sent.add(new Sent(first + i, i > 0 && random.nextInt(20) == 0));
        }
        Set<Long> arrived = new HashSet<>();
        TreeMap<Long, Long> squeezed = new TreeMap<>();
        for (Sent packet : disturb(sent, random)) {
            int number = (int) packet.sequence() & 0xFFFF;
            int length = packet.padding() ? 0 : 100;
            boolean restored = !arrived.isEmpty() && random.nextInt(10) == 0;
            Verdict verdict = restored ? stream.restore(number, 0, length, 0) : stream.receive(number, 0, length, 0);
            boolean fresh = arrived.add(packet.sequence());
            Verdict expected = !fresh ? Verdict.DUPLICATE : packet.padding() ? Verdict.PADDING : Verdict.MEDIA;
            assertThat(verdict).as("seed %d, packet %s", seed, packet).isEqualTo(expected);
            if (verdict == Verdict.MEDIA) {
                squeezed.put(packet.sequence(), stream.sequence());
            }
        }
        long before = Long.MIN_VALUE;
        for (Map.Entry<Long, Long> entry : squeezed.entrySet()) {
            long sequence = entry.getKey();
            long after = entry.getValue();
            assertThat(after).as("seed %d, packet %d", seed, sequence).isGreaterThan(before);
            assertThat(after).isLessThanOrEqualTo(sequence);
            before = after;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void withoutLossAndReorderingOfPaddingThereIsNoGap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InboundStream stream = new InboundStream(7, 90_000, new CaptureClock(), null);
        long first = random.nextInt(65_536);
        long next = first;
        for (long s = first; s < first + PACKETS; s++) {
            boolean padding = s > first && random.nextInt(3) == 0;
            stream.receive((int) s & 0xFFFF, 0, padding ? 0 : 1, 0);
            if (!padding) {
                assertThat(stream.sequence()).as("seed %d", seed).isEqualTo(next++);
            }
        }
    }

    private static List<Sent> disturb(List<Sent> sent, SplittableRandom random) {
        List<Sent> arriving = new ArrayList<>();
        List<Sent> held = new ArrayList<>();
        arriving.add(sent.getFirst());
        for (Sent packet : sent.subList(1, sent.size())) {
            switch (random.nextInt(20)) {
                case 0 -> {} // lost
                case 1, 2 -> held.add(packet);
                case 3 -> {
                    arriving.add(packet);
                    held.add(packet);
                }
                default -> arriving.add(packet);
            }
            if (held.size() > MOST_HELD) {
                arriving.add(held.removeFirst()); // nobody is overtaken by more than is remembered
            }
            while (!held.isEmpty() && random.nextInt(10) == 0) {
                arriving.add(held.remove(random.nextInt(held.size())));
            }
        }
        return arriving;
    }
}
