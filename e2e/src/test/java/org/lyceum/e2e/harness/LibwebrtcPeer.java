package org.lyceum.e2e.harness;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSource;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * libwebrtc without a browser around it, as an app has it: it publishes by WHIP (RFC 9725) or plays by WHEP. Its camera is a
 * grey that changes 30 times a second, and its microphone, of a headless device, is silent: sound pushed by hand runs into the
 * device's own recording thread and the library aborts the process. The offer carries no candidates: the server is ICE-lite and
 * learns where the peer is from its checks.
 */
public final class LibwebrtcPeer implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int PATIENCE_SECONDS = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HeadlessAudioDeviceModule audioDevice = new HeadlessAudioDeviceModule();
    private final PeerConnectionFactory factory = new PeerConnectionFactory(audioDevice);
    private final CustomVideoSource camera = new CustomVideoSource();
    private final AudioTrackSource microphone = factory.createAudioSource(new AudioOptions());
    private final VideoTrack video = factory.createVideoTrack("video", camera);
    private final AudioTrack audio = factory.createAudioTrack("audio", microphone);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("libwebrtc-camera").daemon().factory());
    private final AtomicLong framesReceived = new AtomicLong();
    private final AtomicLong soundsReceived = new AtomicLong();
    private final RTCPeerConnection connection;
    private @Nullable URI session;
    private @Nullable String key;
    private long framesPushed;

    public LibwebrtcPeer() {
        this.connection = factory.createPeerConnection(new RTCConfiguration(), _ -> {});
    }

    /** Offers the camera and the microphone and sends from then on. */
    public void publish(Api.NewStream stream) {
        key = stream.streamKey();
        connect(stream.whipUrl(), RTCRtpTransceiverDirection.SEND_ONLY);
        var _ = clock.scheduleAtFixedRate(this::pushFrame, 0, 33, TimeUnit.MILLISECONDS);
    }

    /** Asks for picture and sound, and counts what comes. */
    public void play(Api.NewStream stream) {
        connect(stream.whepUrl(), RTCRtpTransceiverDirection.RECV_ONLY);
        for (RTCRtpTransceiver transceiver : connection.getTransceivers()) {
            MediaStreamTrack track = transceiver.getReceiver().getTrack();
            if (track instanceof VideoTrack picture) {
                picture.addSink(_ -> framesReceived.incrementAndGet());
            } else if (track instanceof AudioTrack sound) {
                sound.addSink((pcm, _, _, _, _) -> hear(pcm));
            }
        }
    }

    /** Decoded pictures. */
    public long framesReceived() {
        return framesReceived.get();
    }

    /** Pieces of 10 ms of sound with anything to hear in them; silence is made up for whatever does not arrive. */
    public long soundsReceived() {
        return soundsReceived.get();
    }

    private void hear(byte[] pcm) {
        for (byte each : pcm) {
            if (each != 0) {
                soundsReceived.incrementAndGet();
                return;
            }
        }
    }

    private void connect(String url, RTCRtpTransceiverDirection direction) {
        for (MediaStreamTrack track : List.of(audio, video)) {
            RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
            init.direction = direction;
            init.streamIds = List.of("stream");
            connection.addTransceiver(track, init);
        }
        RTCSessionDescription offer = createOffer();
        apply(done -> connection.setLocalDescription(offer, done));
        RTCSessionDescription answer = new RTCSessionDescription(RTCSdpType.ANSWER, exchange(url, offer.sdp));
        apply(done -> connection.setRemoteDescription(answer, done));
    }

    private String exchange(String url, String offer) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(offer)));
        if (response.statusCode() != 201) {
            throw new AssertionError(url + " answered " + response.statusCode() + " " + response.body());
        }
        session = URI.create(url)
                .resolve(response.headers().firstValue("Location").orElseThrow());
        return response.body();
    }

    /** Ends the session as the protocol ends it, and returns the answer's status. */
    public int end() {
        if (session == null) {
            throw new IllegalStateException("no session");
        }
        return send(HttpRequest.newBuilder(session).DELETE()).statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private RTCSessionDescription createOffer() {
        CompletableFuture<RTCSessionDescription> made = new CompletableFuture<>();
        connection.createOffer(new RTCOfferOptions(), new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                made.complete(description);
            }

            @Override
            public void onFailure(String error) {
                made.completeExceptionally(new AssertionError(error));
            }
        });
        return made.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void apply(Consumer<SetSessionDescriptionObserver> setter) {
        CompletableFuture<Boolean> applied = new CompletableFuture<>();
        setter.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                applied.complete(true);
            }

            @Override
            public void onFailure(String error) {
                applied.completeExceptionally(new AssertionError(error));
            }
        });
        applied.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void pushFrame() {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        fill(buffer.getDataY(), (byte) (framesPushed * 3));
        fill(buffer.getDataU(), (byte) 128);
        fill(buffer.getDataV(), (byte) 128);
        VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
        camera.pushFrame(frame);
        frame.release();
        framesPushed++;
    }

    private static void fill(ByteBuffer plane, byte value) {
        while (plane.hasRemaining()) {
            plane.put(value);
        }
    }

    /** The tracks go with the factory: the library refuses to let go of one that a connection ever had. */
    @Override
    public void close() {
        clock.close();
        connection.close();
        factory.dispose();
        audioDevice.dispose();
        client.close();
    }
}
