package org.lyceum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A million damaged descriptions: refused or read, never an exception of another kind, and what is read round-trips. */
class SdpMutationTest {
    private static final int MUTATIONS = 1_000_000;
    private static final long SEED = 20_260_101L;
    private static final int EXCERPT = 150;
    private static final String HEAD = "v=0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n";
    private static final String INTERESTING = "\r\n=:;/ ,~*-09am\0\uffff\u2028";

    @Test
    void aMillionMutationsLetNoExceptionEscape() {
        List<String> offers = Offers.NAMES.stream().map(Offers::read).toList();
        long read = IntStream.range(0, MUTATIONS)
                .parallel()
                .filter(i -> isRead(offers.get(i % offers.size()), i))
                .count();
        assertThat(read).as("seed %d", SEED).isGreaterThan(MUTATIONS / 10);
    }

    private static boolean isRead(String offer, int mutation) {
        RandomGenerator random = new SplittableRandom(SEED + mutation);
        String text = mutate(excerpt(offer, random), random);
        try {
            SdpExercise.run(text);
            return true;
        } catch (SdpException refused) {
            return false; // the verdict for what is no description
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + SEED + ", mutation " + mutation + ": " + text, e);
        }
    }

    /** A few lines of a real offer under one m-line; every 64th time the whole of it. */
    private static String excerpt(String offer, RandomGenerator random) {
        if (random.nextInt(64) == 0) {
            return offer;
        }
        int from = random.nextInt(offer.length() - EXCERPT);
        int line = offer.indexOf('\n', from) + 1;
        return HEAD + offer.substring(line, Math.min(offer.length(), line + EXCERPT));
    }

    private static String mutate(String text, RandomGenerator random) {
        StringBuilder out = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !out.isEmpty(); i++) {
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + 1 + random.nextInt(24));
            switch (random.nextInt(5)) {
                case 0 -> out.setCharAt(at, INTERESTING.charAt(random.nextInt(INTERESTING.length())));
                case 1 -> out.delete(at, end);
                case 2 -> out.insert(at, out.substring(random.nextInt(at + 1), at));
                case 3 -> out.setLength(at);
                default -> out.setCharAt(at, (char) random.nextInt(0x80));
            }
        }
        return out.toString();
    }
}
