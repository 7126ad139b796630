package org.lyceum.e2e.harness;

/** A camera that looks at a clock: a canvas with 16 bits of milliseconds as black and white fields. */
public final class ClockCamera {
    private static final String SCRIPT = """
            (() => {
              const canvas = document.createElement("canvas");
              canvas.width = 1280; canvas.height = 720;
              const pen = canvas.getContext("2d", {alpha: false});
              const draw = () => {
                const time = Date.now() & 0xFFFF;
                pen.fillStyle = "#446"; pen.fillRect(0, 0, 1280, 720);
                for (let bit = 0; bit < 16; bit++) {
                  pen.fillStyle = time >> bit & 1 ? "#fff" : "#000";
                  pen.fillRect(bit * 80, 0, 80, 160);
                }
              };
              draw();
              setInterval(draw, 1000 / 30);
              const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              navigator.mediaDevices.getUserMedia = async wanted => {
                const stream = await real(wanted);
                for (const track of stream.getVideoTracks()) {
                  stream.removeTrack(track);
                  track.stop();
                  const clock = canvas.captureStream(30).getVideoTracks()[0];
                  const settings = track.getSettings();
                  clock.getSettings = () => ({...settings, width: 1280, height: 720, frameRate: 30});
                  stream.addTrack(clock);
                }
                return stream;
              };
            })();
            """;

    private static final String READ_CLOCK = """
            () => new Promise(done => {
              const video = document.querySelector("[data-testid=picture]");
              const canvas = document.createElement("canvas");
              canvas.width = 1280; canvas.height = 1;
              const pen = canvas.getContext("2d", {willReadFrequently: true});
              const ages = [];
              const read = () => {
                const now = Date.now() & 0xFFFF;
                pen.drawImage(video, 0, video.videoHeight / 9, video.videoWidth, 1, 0, 0, 1280, 1);
                let time = 0;
                for (let bit = 0; bit < 16; bit++) {
                  if (pen.getImageData(bit * 80 + 40, 0, 1, 1).data[0] > 127) time |= 1 << bit;
                }
                ages.push(now - time & 0xFFFF);
                if (ages.length < 90) video.requestVideoFrameCallback(read);
                else done(ages.sort((a, b) => a - b)[45]);
              };
              video.requestVideoFrameCallback(read);
            })
            """;

    private ClockCamera() {}

    /** Every page that this visitor opens from now on has this camera. */
    public static Visitor given(Visitor visitor) {
        visitor.context().addInitScript(SCRIPT);
        return visitor;
    }

    /**
     * Reads the clock of 90 pictures as they are shown on another visitor's page.
     *
     * @return how old it was at the median, in milliseconds
     */
    public static double age(Visitor visitor) {
        return ((Number) visitor.page().evaluate(READ_CLOCK)).doubleValue();
    }
}
