package org.lyceum.rtc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.sdp.SessionDescription;

/** Damaged offers are answered or refused; nothing else escapes, and every answer can be read again. */
class NegotiationMutationTest {
    private static final int MUTATIONS = 10_000;
    private static final long SEED = 20_260_105L;

    @Test
    void damagedOffersAreAnsweredOrRefused() {
        RandomGenerator random = new SplittableRandom(SEED);
        List<String> offers = List.of(
                Descriptions.read("obs-whip"),
                Descriptions.read("ffmpeg-whip"),
                Descriptions.read("gstreamer-whip"),
                Descriptions.read("firefox-simulcast"),
                Descriptions.read("chromium-recvonly"));
        int answered = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String offer = mutate(offers.get(i % offers.size()), random);
            try {
                SessionDescription.parse(new PublishNegotiator(Descriptions.LOCAL, random)
                        .answer(offer)
                        .sdp());
                SessionDescription.parse(new WhepNegotiator(Descriptions.LOCAL, random)
                        .answer(offer, 1, 1)
                        .sdp());
                answered++;
            } catch (NegotiationException refused) {
                assertThat(refused.code()).matches("[a-z-]+");
            } catch (Exception e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i + ": " + offer, e);
            }
        }
        assertThat(answered).as("seed %d", SEED).isGreaterThan(MUTATIONS / 10);
    }

    private static String mutate(String offer, RandomGenerator random) {
        StringBuilder out = new StringBuilder(offer);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(out.length() - 24);
            switch (random.nextInt(4)) {
                case 0 -> out.delete(at, at + 1 + random.nextInt(20));
                case 1 -> out.insert(at, out.substring(random.nextInt(at + 1), at));
                case 2 -> out.setCharAt(at, (char) (' ' + random.nextInt(0x60)));
                default -> deleteLine(out, at);
            }
        }
        return out.toString();
    }

    private static void deleteLine(StringBuilder out, int at) {
        int start = out.indexOf("\r\n", at);
        int end = start < 0 ? -1 : out.indexOf("\r\n", start + 2);
        if (end > 0) {
            out.delete(start, end);
        }
    }
}
