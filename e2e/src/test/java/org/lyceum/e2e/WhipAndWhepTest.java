package org.lyceum.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.PlaywrightException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.ForeignSite;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** Publishing and playing from a page of another origin that has nothing of Lyceum's in it. */
class WhipAndWhepTest extends BrowserTest {
    /** That the best is had is held here; how soon, on a machine with nothing else to do, by {@link LayersTest}. */
    private static final Duration BEST = Duration.ofSeconds(30);

    private final House house = House.start(2);
    private final ForeignSite site = ForeignSite.open();
    private final Api.NewStream stream = house.api().createStream(house.api().register(), "By WHIP");

    @AfterAll
    void close() {
        site.close();
        house.close();
    }

    private Visitor publisher(String codec) {
        return publisher(codec, "");
    }

    /** @param rewrite one more argument of the page's publish function, after a comma */
    private Visitor publisher(String codec, String rewrite) {
        Visitor publisher = browsers().chromium("publisher");
        publisher.open(site.url());
        publisher
                .page()
                .evaluate(
                        "([url, key, codec]) => publish(url, key, codec" + rewrite + ")",
                        List.of(stream.whipUrl(), stream.streamKey(), codec));
        await().atMost(10, SECONDS)
                .until(() -> house.api().stream(stream.id())
                        .path("status")
                        .asString("")
                        .equals("live"));
        return publisher;
    }

    private Visitor playing(Visitor player) {
        player.open(site.url());
        player.page().evaluate("url => play(url)", stream.whepUrl());
        return player;
    }

    private static MediaStats seesAndHears(Visitor player) {
        return player.awaitMedia("picture and sound", media -> media.framesDecoded() > 30 && media.audioEnergy() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264", "VP9", "AV1"})
    void whatIsPublishedByWhipIsPlayedByWhep(String codec) {
        Visitor publisher = publisher(codec);
        Visitor player = playing(browsers().chromium("player"));

        MediaStats media = seesAndHears(player);

        assertThat(media.inboundVideoCodec()).isEqualTo("video/" + codec);
        assertThat(publisher.complaints()).isEmpty();
        assertThat(player.complaints()).isEmpty();
        assertThat(player.page().evaluate("end()")).isEqualTo(200);
        assertThat(publisher.page().evaluate("end()")).isEqualTo(200);
    }

    @Test
    void iceRestartsByFragmentOnBothSides() {
        Visitor publisher = publisher("VP8");
        Visitor player = playing(browsers().chromium("player"));
        seesAndHears(player);

        assertThat(player.page().evaluate("restart()")).isEqualTo(true);
        assertThat(publisher.page().evaluate("restart()")).isEqualTo(true);

        player.stay(Duration.ofSeconds(1));
        long before = player.media().framesDecoded();
        player.awaitMedia("more pictures", media -> media.framesDecoded() > before + 30);
        assertThat(publisher.page().evaluate("session.pc.iceConnectionState")).isIn("connected", "completed");
    }

    @Test
    void anEncoderThatIsPassiveAndSendsNeitherMidNorRetransmissionsIsPlayed() {
        Visitor publisher = publisher("H264", ", asEncoder");

        seesAndHears(playing(browsers().chromium("player")));

        assertThat(publisher.page().evaluate("session.pc.remoteDescription.sdp"))
                .asString()
                .contains("a=setup:active")
                .doesNotContain("a=extmap", "rtx/90000");
    }

    @Test
    void whatIsPublishedByWhipIsWatchedOnThePage() {
        publisher("VP8");
        Visitor watcher = browsers().chromium("watcher");

        watcher.open(stream.watchUrl());

        watcher.awaitMedia("picture", media -> media.framesDecoded() > 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void ofAPublisherInSeveralSizesEveryWatcherGetsTheOneThatTheyPicked(String codec) {
        Visitor publisher = publisher(codec, ", undefined, THREE_SIZES");
        publisher.awaitMedia("the best is made", BEST, media -> media.ofEncoding("0", "frameWidth") == 1280);
        Visitor watcher = browsers().chromium("watcher");
        watcher.open(stream.watchUrl());

        watcher.awaitMedia("the best", BEST, media -> media.frameWidth() == 1280);
        watcher.page().getByLabel("Quality").selectOption("low");
        watcher.awaitMedia("the smallest", media -> media.frameWidth() == 320);
        watcher.page().getByLabel("Quality").selectOption("medium");
        watcher.awaitMedia("the one between", media -> media.frameWidth() == 640);

        assertThat(publisher.page().evaluate("session.pc.remoteDescription.sdp"))
                .asString()
                .contains("a=simulcast:recv 0;1;2", "a=rid:0 recv", "a=rid:1 recv", "a=rid:2 recv");
        assertThat(watcher.complaints()).isEmpty();
    }

    @Test
    void firefoxPlaysWhatChromiumPublishes() {
        publisher("VP8");

        seesAndHears(playing(browsers().firefox("player")));
    }

    @Test
    void aStreamThatIsNotLiveAndAWrongKeyAreRefusedInWords() {
        Visitor visitor = browsers().chromium("visitor");
        visitor.open(site.url());
        Api.NewStream silent = house.api().createStream(house.api().register(), "Silent");

        Assertions.assertThatExceptionOfType(PlaywrightException.class)
                .isThrownBy(() -> visitor.page().evaluate("url => play(url)", silent.whepUrl()))
                .withMessageContaining("409")
                .withMessageContaining("This stream is not live now.");
        Assertions.assertThatExceptionOfType(PlaywrightException.class)
                .isThrownBy(() -> visitor.page()
                        .evaluate("([url, key]) => publish(url, key, '')", List.of(stream.whipUrl(), "sk_wrong")))
                .withMessageContaining("401");
    }
}
