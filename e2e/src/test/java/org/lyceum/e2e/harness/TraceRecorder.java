package org.lyceum.e2e.harness;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.lyceum.bench.trace.EncodedLayer;
import org.lyceum.bench.trace.Trace;
import org.lyceum.bench.trace.TraceLayer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a trace with Chromium's own VP8 encoder by WebCodecs, in closed groups and three temporal layers: a drawn scene with a
 * patch of noise that moves, so that the encoder needs its bits, and a large number that tells the frame.
 */
public final class TraceRecorder {
    /** 30 frames a second. */
    private static final int FRAME_TICKS = Trace.CLOCK_RATE / 30;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCRIPT = """
            async ({layers, frames, group}) => {
              const width = layers.at(-1).width, height = layers.at(-1).height, patch = Math.round(height / 4);
              const scene = new OffscreenCanvas(width, height);
              const pen = scene.getContext("2d", {alpha: false});
              const noise = new OffscreenCanvas(patch * 2, patch * 2);
              const grain = noise.getContext("2d");
              const pixels = grain.createImageData(patch * 2, patch * 2);
              let seed = 1;
              for (let i = 0; i < pixels.data.length; i += 4) {
                seed = seed * 1103515245 + 12345 & 0x7fffffff;
                pixels.data[i] = pixels.data[i + 1] = pixels.data[i + 2] = 64 + (seed >> 16 & 127);
                pixels.data[i + 3] = 255;
              }
              grain.putImageData(pixels, 0, 0);
              const draw = step => {
                const sky = pen.createLinearGradient(0, 0, width, height);
                sky.addColorStop(0, `hsl(${200 + 20 * Math.sin(step / 50)} 40% 40%)`);
                sky.addColorStop(1, `hsl(${30 + 20 * Math.sin(step / 70)} 40% 60%)`);
                pen.fillStyle = sky;
                pen.fillRect(0, 0, width, height);
                for (let i = 0; i < 24; i++) {
                  pen.fillStyle = `hsl(${i * 15} 60% 50%)`;
                  pen.fillRect((i * 97 + step * (i % 5 + 1)) % width, (i * 61 + step * (i % 3)) % height,
                      height / 9, height / 12);
                }
                pen.drawImage(noise, step * 3 % patch, step * 2 % patch, patch, patch,
                    (width - patch) * (1 + Math.sin(step / 40)) / 2, (height - patch) / 2, patch, patch);
                pen.fillStyle = "white";
                pen.font = `bold ${Math.round(height / 5)}px sans-serif`;
                pen.fillText(String(step).padStart(4, "0"), height / 20, height / 4);
              };
              const failures = [];
              const recorders = layers.map(layer => {
                const chunks = [];
                const canvas = new OffscreenCanvas(layer.width, layer.height);
                const encoder = new VideoEncoder({
                  error: failure => failures.push(String(failure)),
                  output: (chunk, about) => {
                    const bytes = new Uint8Array(chunk.byteLength);
                    chunk.copyTo(bytes);
                    let text = "";
                    for (let i = 0; i < bytes.length; i += 4096) {
                      text += String.fromCharCode(...bytes.subarray(i, i + 4096));
                    }
                    chunks.push([about.svc?.temporalLayerId ?? 0, btoa(text)]);
                  }
                });
                encoder.configure({codec: "vp8", width: layer.width, height: layer.height, bitrate: layer.bitrate,
                  framerate: 30, scalabilityMode: "L1T3", latencyMode: "realtime"});
                return {chunks, canvas, pen: canvas.getContext("2d", {alpha: false}), encoder};
              });
              for (let i = 0; i < frames && !failures.length; i++) {
                draw(i);
                for (const {canvas, pen, encoder} of recorders) {
                  pen.drawImage(scene, 0, 0, canvas.width, canvas.height);
                  const frame = new VideoFrame(canvas, {timestamp: Math.round(i * 1e6 / 30)});
                  encoder.encode(frame, {keyFrame: i % group === 0});
                  frame.close();
                }
                while (recorders.some(({encoder}) => encoder.encodeQueueSize > 2) && !failures.length) {
                  await new Promise(resolve => setTimeout(resolve, 1));
                }
              }
              await Promise.all(recorders.map(({encoder}) => encoder.flush()));
              if (failures.length) throw new Error(failures.join());
              return JSON.stringify(recorders.map(({chunks}) => chunks));
            }
            """;

    private TraceRecorder() {}

    /** What an encoder is to make of the scene. */
    public record Encoding(String rid, int width, int height, int bitrate) {
        private Map<String, Integer> asked() {
            return Map.of("width", width, "height", height, "bitrate", bitrate);
        }
    }

    /**
     * Records a trace of sizes from the smallest to the largest.
     *
     * @param page one of a secure place, where there are encoders
     * @param frames how many of them
     * @param group how many of them begin with a key frame and refer to nothing before it
     */
    public static Trace record(Visitor page, List<Encoding> encodings, int frames, int group) {
        Object answer = page.page()
                .evaluate(
                        SCRIPT,
                        Map.of(
                                "layers",
                                encodings.stream().map(Encoding::asked).toList(),
                                "frames",
                                frames,
                                "group",
                                group));
        JsonNode recorded = JSON.readTree(String.valueOf(answer));
        List<TraceLayer> layers = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            JsonNode chunks = recorded.get(i);
            if (chunks.size() != frames) {
                throw new AssertionError("the encoder made " + chunks.size() + " frames of " + frames);
            }
            EncodedLayer layer = new EncodedLayer(encodings.get(i).rid());
            for (JsonNode chunk : chunks) {
                layer.add(
                        chunk.get(0).asInt(),
                        Base64.getDecoder().decode(chunk.get(1).asString()));
            }
            layers.add(layer.layer());
        }
        return new Trace(FRAME_TICKS, layers);
    }
}
