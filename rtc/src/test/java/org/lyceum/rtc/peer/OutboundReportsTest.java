package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.ExtensionMap;
import org.lyceum.rtc.session.LocalSource;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.wire.rtcp.ReportBlock;

/** What is taken from receiver reports on one stream. */
class OutboundReportsTest {
    private static final int SSRC = 1;

    private final SendControl control = new SendControl(List.of(), (bitrate, now) -> {}, 0);
    private final OutboundStream stream = new OutboundStream(
            new PeerTransport(new DatagramPool(), control, () -> {}, () -> {}, JdkAesGcm::new),
            control,
            new MediaSection(
                    "0",
                    MediaKind.VIDEO,
                    false,
                    new LocalSource(SSRC, 2, "cname"),
                    List.of(),
                    new ExtensionMap(1, 2, 3, 0, 0, 4, 0, 0, 0),
                    List.of(),
                    List.of()),
            new LocalSource(SSRC, 2, "cname"),
            0,
            0);

    private int reported(long highest) {
        return stream.reported(new ReportBlock(SSRC, 0, 0, highest, 0, 0, 0), 0);
    }

    @Test
    void aReportIsAboutThePacketsSinceTheLastAndAnOldOneAboutNone() {
        reported(65_000);
        assertThat(reported(65_100)).isEqualTo(100);
        assertThat(reported(65_100)).as("nothing came since").isZero();
        assertThat(reported(65_600)).as("beyond the wrap").isEqualTo(500);
        assertThat(reported(65_000)).as("an older one").isZero();
    }
}
