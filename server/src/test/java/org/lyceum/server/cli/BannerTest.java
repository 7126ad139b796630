package org.lyceum.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final List<InetAddress> ADDRESSES =
            List.of(InetAddress.ofLiteral("192.168.1.5"), InetAddress.ofLiteral("fd00::5"));

    private static String banner(List<InetAddress> addresses, @Nullable URI publicUrl, boolean selfSigned) {
        return new Banner("1.2", 8080, 8443, 7882, 3478, 5349, addresses, publicUrl, selfSigned, Path.of("/data"))
                .render(false);
    }

    @Test
    void theAddressesToOpenAreThere() {
        assertThat(banner(ADDRESSES, null, true))
                .contains("http://localhost:8080")
                .contains("https://192.168.1.5:8443")
                .contains("https://[fd00:0:0:0:0:0:0:5]:8443")
                .contains("7882")
                .contains(QrText.render("https://192.168.1.5:8443", "    ", false));
    }

    @Test
    void theWarningOfTheBrowserIsExplainedOnlyWhenThereWillBeOne() {
        assertThat(banner(ADDRESSES, null, true)).contains("not private").contains("Proceed");
        assertThat(banner(ADDRESSES, null, false)).doesNotContain("not private");
    }

    @Test
    void aPublicAddressIsWhatPhonesScan() {
        URI url = URI.create("https://live.example.org");
        assertThat(banner(ADDRESSES, url, false)).contains(QrText.render(url.toString(), "    ", false));
    }

    @Test
    void aMachineWithoutANetworkHasOnlyItself() {
        assertThat(banner(List.of(), null, true))
                .contains("http://localhost:8080")
                .doesNotContain("█");
    }

    @Test
    void everyModuleOfTheCodeIsDrawnOnce() {
        String text = "https://192.168.1.5:8443";
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        String[] lines = QrText.render(text, "", false).split("\n", -1);

        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                char cell = lines[(y + 2) / 2].charAt(x + 2);
                boolean upperHalf = y % 2 == 0;
                boolean light = cell == '█' || cell == (upperHalf ? '▀' : '▄');
                assertThat(light).as("module %d,%d", x, y).isNotEqualTo(code.getModule(x, y));
            }
        }
    }
}
