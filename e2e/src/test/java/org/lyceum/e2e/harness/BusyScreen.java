package org.lyceum.e2e.harness;

/**
 * A screen with something to read: a page full of small text, and below it a log that scrolls with every picture, so that an
 * encoder that is short of bits has to choose between sharp and smooth. It stands in for what the picker would give, 1280 by 720; everything behind it is the page's own.
 */
public final class BusyScreen {
    public static final int WIDTH = 1280;

    private static final String SCRIPT = """
            (() => {
              const width = 1280, height = 720, line = 18;
              const canvas = document.createElement("canvas");
              canvas.width = width; canvas.height = height;
              const pen = canvas.getContext("2d", {alpha: false});
              let seed = 1;
              const next = () => (seed = seed * 1103515245 + 12345 & 0x7fffffff) >> 16;
              const word = () => Array.from({length: 2 + next() % 8}, () => String.fromCharCode(97 + next() % 26)).join("");
              const lines = Array.from({length: 400}, () => Array.from({length: 24}, word).join(" "));
              const log = {left: 40, top: 560, width: 560, height: 120};
              pen.font = "15px monospace";
              pen.fillStyle = "#fff";
              pen.fillRect(0, 0, width, height);
              pen.fillStyle = "#124";
              for (let y = 1; y <= height / line; y++) pen.fillText(lines[y], 8, y * line);
              let step = 0;
              const draw = () => {
                step += 5;
                pen.save();
                pen.beginPath();
                pen.rect(log.left, log.top, log.width, log.height);
                pen.clip();
                pen.fillStyle = "#eee";
                pen.fillRect(log.left, log.top, log.width, log.height);
                pen.fillStyle = "#124";
                for (let y = 0; y <= log.height / line + 1; y++) {
                  const text = lines[(Math.floor(step / line) + y) % lines.length];
                  pen.fillText(text, log.left + 8, log.top + y * line - step % line + line);
                }
                pen.restore();
              };
              draw();
              setInterval(draw, 1000 / 30);
              navigator.mediaDevices.getDisplayMedia = async () => canvas.captureStream(30);
            })();
            """;

    private BusyScreen() {}

    /** Every page that this visitor opens from now on has this screen to share. */
    public static Visitor given(Visitor visitor) {
        visitor.context().addInitScript(SCRIPT);
        return visitor;
    }
}
