package org.lyceum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

class RtcpWriterTest {
    private static final long SEED = 20_260_107L;
    private final RtcpWriter writer = new RtcpWriter(new byte[1500], 11);

    @Test
    void writesAReceiverReportWithItsCname() {
        writer.receiverReport(1, List.of(new ReportBlock(2, 255, -1, 0xFFFF_FFFFL, 4, 5, 6)))
                .cname(1, "ab");
        assertThat(writer.toByteArray()).isEqualTo(Hex.bytes("""
                81 C9 0007 00000001 00000002 FF FFFFFF FFFFFFFF 00000004 00000005 00000006
                81 CA 0003 00000001 01 02 6162 00 000000
                """));
    }

    @Test
    void packsNacksIntoAsFewMasksAsThereCanBe() {
        int[] lost = {0xFFFE, 0xFFFF, 0, 14, 15, 100};
        assertThat(writer.nack(1, 2, lost, 6)).isEqualTo(6);
        assertThat(writer.toByteArray())
                .isEqualTo(Hex.bytes("81 CD 0005 00000001 00000002 FFFE 8003 000F 0000 0064 0000"));
    }

    @Test
    void saysHowManyNacksFoundRoom() {
        RtcpWriter small = new RtcpWriter(new byte[20], 0);
        assertThat(small.nack(1, 2, new int[] {1, 2, 50, 100, 150}, 5)).isEqualTo(3);
        assertThat(RtcpReader.parse(small.buffer(), 0, small.length()))
                .containsExactly(new Nack(1, 2, new int[] {1, 2, 50}));
    }

    @Test
    void writesAFullIntraRequestToOneStream() {
        writer.fullIntraRequest(1, 2, 200);
        assertThat(writer.toByteArray()).isEqualTo(Hex.bytes("84 CE 0004 00000001 00000000 00000002 C8000000"));
    }

    @Test
    void refusesWhatCannotBeWritten() {
        ReportBlock block = new ReportBlock(1, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> writer.receiverReport(1, Collections.nCopies(32, block)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.cname(1, "x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.append(new UnknownRtcp(207, 0, 8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beginsAgainAfterReset() {
        writer.pictureLossIndication(1, 2);
        assertThat(writer.remaining()).isEqualTo(1500 - 11 - 12);
        writer.reset().pictureLossIndication(3, 4);
        assertThat(writer.toByteArray()).isEqualTo(Hex.bytes("81 CE 0002 00000003 00000004"));
    }

    @Test
    void whatIsWrittenReadsBack() {
        RandomGenerator random = new SplittableRandom(SEED);
        for (int i = 0; i < 50_000; i++) {
            writer.reset();
            List<RtcpPacket> packets = new ArrayList<>();
            for (int n = random.nextInt(3) + 1; n > 0; n--) {
                RtcpPacket packet = RandomRtcp.next(random);
                packets.add(packet);
                writer.append(packet);
            }
            assertThat(writer.length() % 4).isZero();
            assertThat(RtcpReader.parse(writer.buffer(), writer.offset(), writer.length()))
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(packets);
        }
    }
}
