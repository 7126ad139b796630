package org.lyceum.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactingEncoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer topsecretvalue",
                "body {\"password\":\"topsecretvalue\"}",
                "json in json {\\\"password\\\": \\\"topsecretvalue\\\"}",
                "got streamKey=topsecretvalue&x=1",
                "a=ice-pwd:topsecretvalue",
                "token: topsecretvalue",
                "the key sk_topsecretvalue23456789 is wrong",
                "PATCH /whip/sessions/topsecretvalue23456789 failed",
                "postgresql://lyceum:topsecretvalue@localhost/lyceum does not answer",
                "resumed with eyJhbGciOiJFUzI1NiJ9.topsecretvalue.sig"
            })
    void secretsAreBlottedOut(String line) {
        assertThat(RedactingEncoder.redact(line)).contains("***").doesNotContain("topsecretvalue");
    }

    @Test
    void ordinaryLinesStayAsTheyAre() {
        String line = "stream abc went live after 2.1 s with 3 watchers (token accepted)";
        assertThat(RedactingEncoder.redact(line)).isEqualTo(line);
    }
}
