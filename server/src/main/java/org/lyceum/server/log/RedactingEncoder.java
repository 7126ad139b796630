package org.lyceum.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The last gate before a line leaves: what looks like a secret is blotted out, whoever logged it and wherever it stands. */
final class RedactingEncoder extends EncoderBase<ILoggingEvent> {
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)(?<=bearer )[\\w.~+/=-]{8,}"
                    + "|eyJ[\\w-]{10,}\\.[\\w-]+\\.[\\w-]*"
                    + "|(?<=\\bsk_)[1-9A-HJ-NP-Za-km-z]{16,}"
                    + "|(?<=/(?:whip|whep)/sessions/)[\\w-]{16,}"
                    + "|(?<=postgres(?:ql)?://[^\\s:/@]{1,64}:)[^\\s@]{1,256}(?=@)"
                    + "|(?<=(?:password|token|streamkey|stream_key|secret|resumetoken|ice-pwd)\\\\?\"?[=:]\\s?\\\\?\"?)[^\\s\"\\\\,}&]{4,}");

    private final Encoder<ILoggingEvent> form;

    RedactingEncoder(Encoder<ILoggingEvent> form) {
        this.form = form;
    }

    static String redact(String line) {
        return SECRETS.matcher(line).replaceAll("***");
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return redact(new String(form.encode(event), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return form.headerBytes();
    }

    @Override
    public byte[] footerBytes() {
        return form.footerBytes();
    }
}
