package org.lyceum.e2e.harness;

/**
 * A camera that has much to show: Chromium's own fake one is so plain that its best layer fits nearly any network. A patch of
 * noise moves over the picture, so that an encoder needs all the bits it may use. As large as the preset Standard.
 */
public final class BusyCamera {
    private static final String SCRIPT = """
            (() => {
              const width = 960, height = 540, patch = 288;
              const canvas = document.createElement("canvas");
              canvas.width = width; canvas.height = height;
              const pen = canvas.getContext("2d", {alpha: false});
              const noise = document.createElement("canvas");
              noise.width = noise.height = patch * 2;
              const grain = noise.getContext("2d");
              const pixels = grain.createImageData(patch * 2, patch * 2);
              let seed = 1;
              for (let i = 0; i < pixels.data.length; i += 4) {
                seed = seed * 1103515245 + 12345 & 0x7fffffff;
                pixels.data[i] = pixels.data[i + 1] = pixels.data[i + 2] = seed >> 16 & 255;
                pixels.data[i + 3] = 255;
              }
              grain.putImageData(pixels, 0, 0);
              let step = 0;
              const draw = () => {
                step++;
                pen.fillStyle = `hsl(${step % 360} 40% 40%)`;
                pen.fillRect(0, 0, width, height);
                pen.drawImage(noise, step * 37 % patch, step * 53 % patch, patch, patch,
                    (width - patch) * (1 + Math.sin(step / 40)) / 2, (height - patch) / 2, patch, patch);
              };
              draw();
              setInterval(draw, 1000 / 30);
              const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              navigator.mediaDevices.getUserMedia = async wanted => {
                const stream = await real(wanted);
                for (const track of stream.getVideoTracks()) {
                  stream.removeTrack(track);
                  track.stop();
                  const busy = canvas.captureStream(30).getVideoTracks()[0];
                  const settings = track.getSettings();
                  busy.getSettings = () => ({...settings, width, height, frameRate: 30});
                  stream.addTrack(busy);
                }
                return stream;
              };
            })();
            """;

    private BusyCamera() {}

    /** Every page that this visitor opens from now on has this camera. */
    public static Visitor given(Visitor visitor) {
        visitor.context().addInitScript(SCRIPT);
        return visitor;
    }
}
