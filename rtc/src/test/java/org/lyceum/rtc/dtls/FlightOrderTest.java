package org.lyceum.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Bytes;

class FlightOrderTest {
    private static final int CERTIFICATE = 11;
    private static final int KEY_EXCHANGE = 16;
    private static final int CERTIFICATE_VERIFY = 15;

    private final List<String> passed = new ArrayList<>();
    private final FlightOrder atServer = new FlightOrder(DtlsRole.SERVER);

    @Test
    void theUsualOrderIsLeftAlone() {
        give(atServer, handshake(CERTIFICATE, 100, 0, 100));
        give(atServer, handshake(KEY_EXCHANGE, 40, 0, 40));
        give(atServer, handshake(CERTIFICATE_VERIFY, 80, 0, 80));
        give(atServer, changeCipherSpec());
        give(atServer, encrypted());

        assertThat(passed).containsExactly("hs 11", "hs 16", "hs 15", "ccs", "encrypted");
    }

    @Test
    void changeCipherSpecWaitsForTheMessagesBeforeItAndFinishedForChangeCipherSpec() {
        give(atServer, encrypted());
        give(atServer, changeCipherSpec());
        give(atServer, handshake(CERTIFICATE, 100, 0, 100));
        give(atServer, handshake(KEY_EXCHANGE, 40, 0, 40));
        assertThat(passed).containsExactly("hs 11", "hs 16");

        give(atServer, handshake(CERTIFICATE_VERIFY, 80, 0, 80));
        assertThat(passed).containsExactly("hs 11", "hs 16", "hs 15", "ccs", "encrypted");
    }

    @Test
    void aMessageInFragmentsCountsOnceTheyHaveAllCome() {
        give(atServer, handshake(KEY_EXCHANGE, 40, 0, 40));
        give(atServer, handshake(CERTIFICATE_VERIFY, 80, 0, 80));
        give(atServer, changeCipherSpec());
        give(atServer, handshake(CERTIFICATE, 100, 0, 60));
        assertThat(passed).doesNotContain("ccs");

        give(atServer, handshake(CERTIFICATE, 100, 50, 50));
        assertThat(passed).endsWith("hs 11", "ccs");
    }

    @Test
    void atTheClientOnlyTheOrderOfTheLastTwoRecordsMatters() {
        FlightOrder atClient = new FlightOrder(DtlsRole.CLIENT);
        give(atClient, encrypted());
        assertThat(passed).isEmpty();

        give(atClient, changeCipherSpec());
        assertThat(passed).containsExactly("ccs", "encrypted");
    }

    @Test
    void recordsOfOneDatagramAreTakenApart() {
        byte[] first = handshake(CERTIFICATE, 100, 0, 100);
        byte[] second = changeCipherSpec();
        byte[] datagram = new byte[first.length + second.length + 5];
        System.arraycopy(first, 0, datagram, 0, first.length);
        System.arraycopy(second, 0, datagram, first.length, second.length);
        new FlightOrder(DtlsRole.CLIENT).pass(datagram, 0, datagram.length, this::note);

        assertThat(passed).containsExactly("hs 11", "ccs");
    }

    @Test
    void afterTheHandshakeOnlyEncryptedRecordsPassAndARepeatedFlightIsTold() {
        give(atServer, handshake(CERTIFICATE, 100, 0, 100));
        give(atServer, handshake(KEY_EXCHANGE, 40, 0, 40));
        give(atServer, handshake(CERTIFICATE_VERIFY, 80, 0, 80));
        give(atServer, changeCipherSpec());
        passed.clear();

        byte[] repeated = handshake(CERTIFICATE, 100, 0, 100);
        assertThat(atServer.passEncrypted(repeated, 0, repeated.length, this::note))
                .isTrue();
        byte[] record = encrypted();
        assertThat(atServer.passEncrypted(record, 0, record.length, this::note)).isFalse();
        assertThat(passed).containsExactly("encrypted");
    }

    @Test
    void noiseNeverThrows() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 13 && random.nextBoolean()) {
                noise[0] = (byte) (20 + random.nextInt(4));
                Bytes.put16(noise, 3, 0);
                Bytes.put16(noise, 11, random.nextInt(noise.length));
            }
            atServer.pass(noise, 0, noise.length, this::note);
        }
        assertThat(passed).doesNotContain("encrypted");
    }

    private void give(FlightOrder order, byte[] record) {
        order.pass(record, 0, record.length, this::note);
    }

    private void note(byte[] b, int off, int len) {
        passed.add(
                switch (b[off]) {
                    case 20 -> "ccs";
                    case 22 -> b[off + 4] == 0 ? "hs " + b[off + 13] : "encrypted";
                    default -> "other";
                });
    }

    private static byte[] handshake(int type, int length, int fragmentOffset, int fragmentLength) {
        byte[] record = record(22, 0, 12 + fragmentLength);
        Bytes.put8(record, 13, type);
        Bytes.put24(record, 14, length);
        Bytes.put24(record, 19, fragmentOffset);
        Bytes.put24(record, 22, fragmentLength);
        return record;
    }

    private static byte[] changeCipherSpec() {
        return record(20, 0, 1);
    }

    private static byte[] encrypted() {
        return record(22, 1, 48);
    }

    private static byte[] record(int type, int epoch, int length) {
        byte[] record = new byte[13 + length];
        Bytes.put8(record, 0, type);
        Bytes.put16(record, 1, 0xFEFD);
        Bytes.put16(record, 3, epoch);
        Bytes.put16(record, 11, length);
        return record;
    }
}
