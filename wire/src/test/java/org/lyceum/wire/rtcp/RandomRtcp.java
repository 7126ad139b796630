package org.lyceum.wire.rtcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Packets of every type with contents that survive writing and reading. */
final class RandomRtcp {
    private RandomRtcp() {}

    static RtcpPacket next(RandomGenerator random) {
        return switch (random.nextInt(9)) {
            case 0 ->
                new SenderReport(
                        random.nextInt(), random.nextLong(), u32(random), u32(random), u32(random), blocks(random));
            case 1 -> new ReceiverReport(random.nextInt(), blocks(random));
            case 2 -> new SourceDescription(list(random, 3, () -> chunk(random)));
            case 3 -> new Goodbye(list(random, 4, random::nextInt), text(random));
            case 4 -> new Nack(random.nextInt(), random.nextInt(), ascending(random));
            case 5 -> new PictureLossIndication(random.nextInt(), random.nextInt());
            case 6 ->
                new FullIntraRequest(
                        random.nextInt(),
                        list(random, 3, () -> new FullIntraRequest.Entry(random.nextInt(), random.nextInt(256))));
            case 7 -> feedback(random);
            default ->
                new Remb(
                        random.nextInt(),
                        random.nextLong(1L << 18) << random.nextInt(40),
                        list(random, 3, random::nextInt));
        };
    }

    static TransportFeedback feedback(RandomGenerator random) {
        int[] deltas = new int[1 + random.nextInt(random.nextBoolean() ? 8 : 120)];
        int kind = random.nextInt(4);
        for (int i = 0; i < deltas.length; i++) {
            kind = random.nextInt(4) == 0 ? random.nextInt(4) : kind;
            deltas[i] = switch (kind) {
                case 0 -> TransportFeedback.NOT_RECEIVED;
                case 1 -> random.nextInt(-32_768, 32_768);
                default -> random.nextInt(256);
            };
        }
        return new TransportFeedback(
                random.nextInt(),
                random.nextInt(),
                random.nextInt(65_536),
                random.nextInt(-0x80_0000, 0x80_0000),
                random.nextInt(256),
                deltas);
    }

    private static List<ReportBlock> blocks(RandomGenerator random) {
        return list(
                random,
                3,
                () -> new ReportBlock(
                        random.nextInt(),
                        random.nextInt(256),
                        random.nextInt(-0x80_0000, 0x80_0000),
                        u32(random),
                        u32(random),
                        u32(random),
                        u32(random)));
    }

    private static SourceDescription.Chunk chunk(RandomGenerator random) {
        return new SourceDescription.Chunk(
                random.nextInt(),
                list(random, 3, () -> new SourceDescription.Item(1 + random.nextInt(255), text(random))));
    }

    private static String text(RandomGenerator random) {
        return "canonical".substring(random.nextInt(10));
    }

    private static int[] ascending(RandomGenerator random) {
        int[] sequences = new int[1 + random.nextInt(30)];
        int next = random.nextInt(65_536);
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = next & 0xFFFF;
            next += 1 + random.nextInt(random.nextBoolean() ? 3 : 100);
        }
        return sequences;
    }

    private static long u32(RandomGenerator random) {
        return random.nextLong(1L << 32);
    }

    private static <T> List<T> list(RandomGenerator random, int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            list.add(element.get());
        }
        return list;
    }
}
