package org.lyceum.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    @Test
    void everyMessageOfAClientIsRead() throws Exception {
        assertThat(MessageReader.read("{\"type\":\"register\",\"role\":\"watcher\",\"room\":\"r\",\"lastEventId\":7}"))
                .isEqualTo(new ClientMessage.Register(ClientRole.WATCHER, "r", null, null, null, 7L));
        assertThat(MessageReader.read("{\"type\":\"offer\",\"pc\":\"publish\",\"sdp\":\"v=0\","
                        + "\"tracks\":[{\"mid\":\"0\",\"source\":\"screen-audio\"}]}"))
                .isEqualTo(new ClientMessage.Offer(
                        PeerConnectionName.PUBLISH,
                        "v=0",
                        List.of(new ClientMessage.OfferedTrack("0", Source.SCREEN_AUDIO))));
        assertThat(MessageReader.read("{\"type\":\"answer\",\"pc\":\"subscribe\",\"offerId\":\"o1\",\"sdp\":\"v=0\"}"))
                .isEqualTo(new ClientMessage.Answer(PeerConnectionName.SUBSCRIBE, "o1", "v=0"));
        assertThat(MessageReader.read("{\"type\":\"ice-candidate\",\"pc\":\"publish\",\"candidate\":"
                        + "{\"candidate\":\"\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}"))
                .isEqualTo(new ClientMessage.IceCandidate(
                        PeerConnectionName.PUBLISH, new ClientMessage.Candidate("", "0", 0, null)));
        assertThat(MessageReader.read("{\"type\":\"ice-candidate\",\"pc\":\"publish\",\"candidate\":null}"))
                .isEqualTo(new ClientMessage.IceCandidate(PeerConnectionName.PUBLISH, null));
        assertThat(MessageReader.read("{\"type\":\"ice-restart\",\"pc\":\"subscribe\"}"))
                .isEqualTo(new ClientMessage.IceRestart(PeerConnectionName.SUBSCRIBE));
        assertThat(MessageReader.read("{\"type\":\"track-muted\",\"trackId\":\"camera\",\"muted\":true}"))
                .isEqualTo(new ClientMessage.TrackMuted("camera", true));
        assertThat(MessageReader.read("{\"type\":\"layer-preference\",\"trackId\":\"camera\"}"))
                .isEqualTo(new ClientMessage.LayerPreference("camera", null, null, null));
        assertThat(MessageReader.read("{\"type\":\"layer-preference\",\"trackId\":\"camera\",\"maxHeight\":720,"
                        + "\"layer\":\"low\",\"paused\":true}"))
                .isEqualTo(new ClientMessage.LayerPreference("camera", 720, LayerChoice.LOW, true));
        assertThat(MessageReader.read("{\"type\":\"subscribe\"}")).isEqualTo(new ClientMessage.Subscribe());
        assertThat(MessageReader.read("{\"type\":\"unsubscribe\"}")).isEqualTo(new ClientMessage.Unsubscribe());
        assertThat(MessageReader.read("{\"type\":\"chat\",\"requestId\":\"r1\",\"text\":\"hello\"}"))
                .isEqualTo(new ClientMessage.Chat("r1", "hello", null));
        assertThat(MessageReader.read("{\"type\":\"moderate\",\"action\":\"time-out\",\"messageId\":7,\"seconds\":60}"))
                .isEqualTo(new ClientMessage.Moderate(ModerationAction.TIME_OUT, 7, 60));
        assertThat(MessageReader.read("{\"type\":\"report\",\"messageId\":7}"))
                .isEqualTo(new ClientMessage.Report(7, null));
        assertThat(MessageReader.read("{\"type\":\"leave\"}")).isEqualTo(new ClientMessage.Leave());
        assertThat(MessageReader.read("{\"type\":\"ping\"}")).isEqualTo(new ClientMessage.Ping());
    }

    @Test
    void anIdIsWhatADatabaseTakes() {
        for (String id : new String[] {"\\u0000", "a b", "\\u00e9", ""}) {
            assertThatThrownBy(() ->
                            MessageReader.read("{\"type\":\"chat\",\"requestId\":\"" + id + "\",\"text\":\"hello\"}"))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void unknownFieldsAreIgnored() throws Exception {
        assertThat(MessageReader.read("{\"type\":\"ping\",\"mood\":{\"deep\":[1,2]}}"))
                .isEqualTo(new ClientMessage.Ping());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"register"}                                            | missing-field | Field 'role' is missing.
                    {"type":"register","role":null}                                | missing-field | Field 'role' is missing.
                    {"type":"register","role":"king"}                              | bad-field | Field 'role' must be one of the known words.
                    {"type":"register","role":1}                                   | bad-field | Field 'role' must be one of the known words.
                    {"type":"register","role":"PRESENTER"}                         | bad-field | Field 'role' must be one of the known words.
                    {"type":"register","role":""}                                  | bad-field | Field 'role' must be one of the known words.
                    {"type":"register","role":"watcher","room":5}                  | bad-field | Field 'room' must be text.
                    {"type":"register","role":"watcher","room":true}               | bad-field | Field 'room' must be text.
                    {"type":"register","role":"watcher","room":["a"]}              | bad-field | Field 'room' must be text.
                    {"type":"register","role":"watcher","room":{}}                 | bad-field | Field 'room' must be text.
                    {"type":"register","role":"watcher","room":""}                 | bad-field | Field 'room' must not be empty.
                    {"type":"register","role":"watcher","lastEventId":"5"}         | bad-field | Field 'lastEventId' must be a whole number.
                    {"type":"register","role":"watcher","lastEventId":5.5}         | bad-field | Field 'lastEventId' must be a whole number.
                    {"type":"register","role":"watcher","lastEventId":-1}          | bad-field | Field 'lastEventId' must be at least 0.
                    {"type":"register","role":"watcher","lastEventId":99999999999999999999} | bad-field | Field 'lastEventId' is a number out of range.
                    {"type":"offer","pc":"publish","tracks":[]}                    | missing-field | Field 'sdp' is missing.
                    {"type":"offer","pc":"publish","sdp":"v=0"}                    | missing-field | Field 'tracks' is missing.
                    {"type":"offer","pc":"publish","sdp":"v=0","tracks":{}}        | bad-field | Field 'tracks' must be a list.
                    {"type":"offer","pc":"publish","sdp":"v=0","tracks":[null]}    | bad-field | Field 'tracks' must have no null entries.
                    {"type":"offer","pc":"publish","sdp":"v=0","tracks":["0"]}     | bad-field | Field 'tracks[0]' must be an object.
                    {"type":"offer","pc":"publish","sdp":"v=0","tracks":[{"mid":"0","source":"desk"}]} | bad-field | Field 'tracks[0].source' must be one of the known words.
                    {"type":"offer","pc":"publish","sdp":"v=0","tracks":[{"source":"camera"}]} | missing-field | Field 'tracks[0].mid' is missing.
                    {"type":"offer","pc":"both","sdp":"v=0","tracks":[]}           | bad-field | Field 'pc' must be one of the known words.
                    {"type":"track-muted","trackId":"camera"}                      | missing-field | Field 'muted' is missing.
                    {"type":"track-muted","trackId":"camera","muted":null}         | bad-field | Field 'muted' must be true or false.
                    {"type":"track-muted","trackId":"camera","muted":"true"}       | bad-field | Field 'muted' must be true or false.
                    {"type":"track-muted","trackId":"camera","muted":1}            | bad-field | Field 'muted' must be true or false.
                    {"type":"layer-preference"}                                    | missing-field | Field 'trackId' is missing.
                    {"type":"layer-preference","trackId":"camera","maxHeight":0}   | bad-field | Field 'maxHeight' must be from 1 to 16384.
                    {"type":"layer-preference","trackId":"camera","maxHeight":16385} | bad-field | Field 'maxHeight' must be from 1 to 16384.
                    {"type":"layer-preference","trackId":"camera","maxHeight":720.5} | bad-field | Field 'maxHeight' must be a whole number.
                    {"type":"layer-preference","trackId":"camera","layer":"best"}  | bad-field | Field 'layer' must be one of the known words.
                    {"type":"layer-preference","trackId":"camera","paused":"yes"}  | bad-field | Field 'paused' must be true or false.
                    {"type":"answer","pc":"subscribe","sdp":"v=0"}                 | missing-field | Field 'offerId' is missing.
                    """)
    void aWrongFieldIsNamed(String text, String code, String sentence) {
        ProtocolException e = catchThrowableOfType(ProtocolException.class, () -> MessageReader.read(text));

        assertThat(e).as(text).isNotNull();
        assertThat(e.getMessage()).isEqualTo(sentence);
        assertThat(e.code().wireName()).isEqualTo(code);
        assertThat(text).contains("\"type\":\"" + e.requestType() + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "5",
                "\"register\"",
                "[]",
                "{",
                "{}",
                "{\"type\":5}",
                "{\"type\":null}",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\",\"type\":\"leave\"}",
                "{'type':'ping'}",
                "{\"type\":\"ping\",}",
                "\u0000",
                "{\"type\":\"ping\",\"a\":NaN}"
            })
    void whatIsNoMessageIsBadJson(String text) {
        ProtocolException e = catchThrowableOfType(ProtocolException.class, () -> MessageReader.read(text));

        assertThat(e.code()).isEqualTo(ErrorCode.BAD_JSON);
    }

    @Test
    void anUnknownTypeIsNamedBackInShort() {
        ProtocolException e = catchThrowableOfType(
                ProtocolException.class, () -> MessageReader.read("{\"type\":\"" + "x".repeat(1000) + "\"}"));

        assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
        assertThat(e.requestType()).hasSize(64);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"type\":\"ping\",\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

        assertThat(catchThrowableOfType(ProtocolException.class, () -> MessageReader.read(deep))
                        .code())
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @Test
    void textBeyondItsLimitIsRefused() {
        String text = "{\"type\":\"register\",\"role\":\"watcher\",\"name\":\"" + "n".repeat(65) + "\"}";

        assertThat(catchThrowableOfType(ProtocolException.class, () -> MessageReader.read(text)))
                .hasMessage("Field 'name' must have at most 64 characters.");
    }

    @Test
    void noSecretIsInTheTextOfARegister() throws Exception {
        String text = MessageReader.read(
                        "{\"type\":\"register\",\"role\":\"watcher\",\"token\":\"s1\",\"resumeToken\":\"s2\"}")
                .toString();

        assertThat(text).doesNotContain("s1").doesNotContain("s2");
    }

    @Test
    void mutatedMessagesAreReadOrRefusedAndNothingElse() {
        long seed = 20260729;
        Random random = new Random(seed);
        String[] valid = {
            "{\"type\":\"register\",\"role\":\"watcher\",\"room\":\"r\",\"token\":\"t\",\"lastEventId\":7}",
            "{\"type\":\"offer\",\"pc\":\"publish\",\"sdp\":\"v=0\",\"tracks\":[{\"mid\":\"0\",\"source\":\"camera\"}]}",
            "{\"type\":\"ice-candidate\",\"pc\":\"publish\",\"candidate\":{\"candidate\":\"\",\"sdpMLineIndex\":0}}",
            "{\"type\":\"track-muted\",\"trackId\":\"camera\",\"muted\":true}",
            "{\"type\":\"layer-preference\",\"trackId\":\"camera\",\"maxHeight\":720,\"layer\":\"low\",\"paused\":true}"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(valid[random.nextInt(valid.length)]);
            for (int changes = random.nextInt(4) + 1; changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0x180));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[]\",:0-.eE\\ntu".charAt(random.nextInt(16)));
                }
            }
            try {
                MessageReader.read(text.toString());
            } catch (ProtocolException refused) {
                assertThat(refused.getMessage()).as("seed %d", seed).endsWith(".");
            }
        }
    }
}
