package org.lyceum.server.cli;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as text: two rows of modules a line, drawn with half blocks, light on dark. */
final class QrText {
    private static final int QUIET = 2;

    private QrText() {}

    /**
     * @param indent put before every line
     * @param colours whether the terminal takes ANSI sequences, which make sure that light is light
     */
    static String render(String text, String indent, boolean colours) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        StringBuilder out = new StringBuilder();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            out.append(indent).append(colours ? "\u001b[97;40m" : "");
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = !code.getModule(x, y + 1);
                out.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            out.append(colours ? "\u001b[0m" : "").append('\n');
        }
        return out.toString();
    }
}
