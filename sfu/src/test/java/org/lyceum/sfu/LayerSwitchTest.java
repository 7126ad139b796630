package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A thousand random switches between everything there is, for each codec and structure: encodings, spatial and temporal layers,
 * pauses; while the source loses and regains layers, the network reorders and loses, and the presenter reloads. What the watcher
 * receives is read from its bytes by {@link StreamVerifier}.
 */
class LayerSwitchTest {
    private static final int SWITCHES = 1_000;
    private static final long FRAME_NANOS = 33 * MS;

    /** What happens besides switching. */
    private record Trouble(boolean reloads, boolean layersLost, boolean reorders, int lossPerMille) {}

    private final TestRoom room = new TestRoom();
    private final List<TestFrame> truth = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private final List<TestEncoder> encoders = new ArrayList<>();
    private final List<MediaPacket> delayed = new ArrayList<>();
    private final WatchedStream stream = new WatchedStream();
    private @Nullable RandomGenerator probing;
    private boolean crowded;
    private int late;
    private int epoch;
    private int reached;
    private int asked;

    @ParameterizedTest
    @CsvSource({
        "VP8, SIMULCAST, 1",
        "H264, SIMULCAST, 3",
        "VP9, SIMULCAST, 8",
        "VP9, L3T3_KEY, 5",
        "VP9, L3T3, 7",
        "AV1, SIMULCAST, 9",
        "AV1, L3T3_KEY, 10",
        "AV1, L3T3, 12",
        "VP8, SCREEN, 13",
        "H264, SCREEN, 14",
        "VP9, SCREEN, 15",
        "AV1, SCREEN, 16"
    })
    void aThousandSwitchesShowNoSeam(CodecType type, TestEncoder.Mode mode, long seed) {
        run(type, mode, seed, new Trouble(true, true, false, 0));
        assertThat(reached)
                .as("seed %d: qualities that were reached of %d", seed, asked)
                .isGreaterThan(asked * 85 / 100);
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, SIMULCAST, 21",
        "H264, SIMULCAST, 22",
        "VP9, SIMULCAST, 28",
        "VP9, L3T3_KEY, 23",
        "VP9, L3T3, 24",
        "AV1, SIMULCAST, 25",
        "AV1, L3T3_KEY, 26",
        "AV1, L3T3, 27",
        "VP8, SCREEN, 29",
        "H264, SCREEN, 30",
        "VP9, SCREEN, 51",
        "AV1, SCREEN, 52"
    })
    void onlyWhatIsLostOrLateOnTheWayToTheServerIsMissing(CodecType type, TestEncoder.Mode mode, long seed) {
        run(type, mode, seed, new Trouble(true, true, true, 10));
    }

    /** Where much waits for the watcher's network, whole pictures are left out, now one and now all before the next key frame. */
    @ParameterizedTest
    @CsvSource({
        "VP8, SIMULCAST, 31",
        "H264, SIMULCAST, 32",
        "VP9, SIMULCAST, 38",
        "VP9, L3T3_KEY, 33",
        "VP9, L3T3, 34",
        "AV1, SIMULCAST, 35",
        "AV1, L3T3_KEY, 36",
        "AV1, L3T3, 37",
        "VP8, SCREEN, 39",
        "H264, SCREEN, 40",
        "VP9, SCREEN, 53",
        "AV1, SCREEN, 54"
    })
    void whatIsLeftOutForWantOfRoomIsMissedByNobody(CodecType type, TestEncoder.Mode mode, long seed) {
        RandomGenerator crowd = new Random(-seed);
        stream.takes = () -> crowd.nextInt(20) != 0;
        crowded = true;
        run(type, mode, seed, new Trouble(true, true, seed % 2 == 0, seed % 2 == 0 ? 5 : 0));
    }

    /** A watcher without RTX whose network is probed between any two packets. */
    @ParameterizedTest
    @CsvSource({
        "VP8, SIMULCAST, 41",
        "H264, SIMULCAST, 42",
        "VP9, SIMULCAST, 48",
        "VP9, L3T3_KEY, 43",
        "VP9, L3T3, 44",
        "AV1, SIMULCAST, 45",
        "AV1, L3T3_KEY, 46",
        "AV1, L3T3, 47",
        "VP8, SCREEN, 49",
        "H264, SCREEN, 50",
        "VP9, SCREEN, 55",
        "AV1, SCREEN, 56"
    })
    void paddingStandsBetweenPicturesOnly(CodecType type, TestEncoder.Mode mode, long seed) {
        stream.rtxPayloadType = -1;
        probing = new Random(-seed);
        run(type, mode, seed, new Trouble(true, true, false, 0));
        assertThat(stream.padding).hasSizeGreaterThan(SWITCHES);
        assertThat(stream.again).isEmpty();
    }

    private void run(CodecType type, TestEncoder.Mode mode, long seed, Trouble trouble) {
        RandomGenerator random = new Random(seed);
        PeerSubscriber subscriber = new PeerSubscriber(stream, new Allocator(wanted -> {}), random);
        reload(type, mode, random);
        room.shard.subscribe(CAMERA, subscriber, room.now);
        for (int i = 0; i < SWITCHES; i++) {
            if (trouble.reloads() && random.nextInt(50) == 0) {
                reload(type, mode, random);
            }
            Quality quality = anyQuality(mode, random);
            int frames = 1 + random.nextInt(30);
            play(subscriber, quality, frames, mode, random, trouble);
            note(subscriber, quality, frames, type);
        }
        String name = type + " " + mode + " seed " + seed;
        StreamVerifier verifier = new StreamVerifier(name, truth, lost, late)
                .padded(stream.padding)
                .leavingOutPictures(crowded);
        int pictures = verifier.verify(stream.received);
        System.out.printf(
                "%s: %d pictures, %d packets, %d of %d qualities reached, %d packets lost, %d late%n",
                name, pictures, stream.received.size(), reached, asked, lost.size(), late);
        assertThat(pictures).as(name).isGreaterThan(SWITCHES * 2);
        if (type == CodecType.AV1 && lost.isEmpty() && late == 0) {
            System.out.printf("%s: what is active was changed %d times%n", name, verifier.masks());
            assertThat(verifier.masks()).as(name).isGreaterThan(SWITCHES / 2);
        }
    }

    /** One in twenty is a pause. */
    private static Quality anyQuality(TestEncoder.Mode mode, RandomGenerator random) {
        if (random.nextInt(20) == 0) {
            return Quality.NOTHING;
        }
        int encoding = mode.encodings == 1 ? 0 : random.nextInt(mode.encodings);
        int spatial = mode.spatialLayers == 1 ? 0 : random.nextInt(mode.spatialLayers);
        return new Quality(encoding, spatial, random.nextInt(mode.temporalLayers(encoding)));
    }

    private void reload(CodecType type, TestEncoder.Mode mode, RandomGenerator random) {
        delayed.clear();
        encoders.clear();
        epoch++;
        for (int encoding = 0; encoding < mode.encodings; encoding++) {
            encoders.add(new TestEncoder(type, mode, encoding, epoch, truth, random));
        }
        room.shard.publish(
                CAMERA,
                (encoding, now) -> {
                    if (encoding < encoders.size()) {
                        encoders.get(encoding).wantKey();
                    }
                },
                epoch,
                room.now);
    }

    private void play(
            PeerSubscriber subscriber,
            Quality quality,
            int frames,
            TestEncoder.Mode mode,
            RandomGenerator random,
            Trouble trouble) {
        boolean layerLost = trouble.layersLost() && random.nextInt(15) == 0;
        TestEncoder silent = encoders.get(random.nextInt(encoders.size()));
        boolean simulcast = mode.encodings > 1;
        if (layerLost && !simulcast) {
            silent.spatialLayers(1 + random.nextInt(2));
        }
        for (int frame = 0; frame < frames; frame++) {
            subscriber.target(quality, random.nextInt(3), 0, room.now);
            for (TestEncoder encoder : encoders) {
                boolean due = frame % mode.interval(encoder.encoding) == 0;
                if (due && (!layerLost || !simulcast || !encoder.equals(silent))) {
                    send(encoder, encoder.picture(room.now), random, trouble);
                }
            }
            room.advance(FRAME_NANOS);
        }
        silent.spatialLayers(3);
    }

    private void send(TestEncoder encoder, List<MediaPacket> packets, RandomGenerator random, Trouble trouble) {
        for (MediaPacket packet : packets) {
            if (random.nextInt(1000) < trouble.lossPerMille()) {
                lose(packet);
            } else if (trouble.reorders() && random.nextInt(20) == 0) {
                delayed.add(packet);
                lose(packet); // or not: what comes in time is not missed
            } else {
                arrive(encoder, packet);
            }
            if (!delayed.isEmpty() && random.nextInt(3) == 0) {
                MediaPacket first = delayed.removeFirst();
                late++;
                arrive(encoders.get(first.layer()), first);
            }
        }
    }

    private void lose(MediaPacket packet) {
        lost.add(StreamVerifier.key(TestEncoder.frameNumber(packet.payload()), TestEncoder.index(packet.payload())));
    }

    private void arrive(TestEncoder encoder, MediaPacket packet) {
        room.shard.receive(CAMERA, encoder.arrived(packet, room.now), room.now);
        if (probing != null && probing.nextInt(10) == 0 && stream.listener != null) {
            stream.listener.probe(1 + probing.nextInt(1_000), room.now);
        }
    }

    /** After so many frames with a source that answers, the watcher has what was asked for. */
    private void note(PeerSubscriber subscriber, Quality quality, int frames, CodecType type) {
        if (frames < 20 || quality.encoding() < 0) {
            return;
        }
        asked++;
        Quality told = room.qualities.isEmpty() ? Quality.NOTHING : room.qualities.getLast();
        boolean temporal = type == CodecType.H264 || told.temporal() == quality.temporal();
        if (subscriber.current() == quality.encoding() && told.spatial() == quality.spatial() && temporal) {
            reached++;
        }
    }
}
