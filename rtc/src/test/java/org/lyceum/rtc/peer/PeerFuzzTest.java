package org.lyceum.rtc.peer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.FlightOrderExercise;
import org.lyceum.rtc.sim.SimulatedNetwork;

/** Without {@code JAZZER_FUZZ=1} this runs over its seeds alone. */
class PeerFuzzTest {
    @FuzzTest
    void noDatagramMakesAConnectedPeerFail(byte[] bytes) {
        PeerScene scene = new PeerScene(1, true);
        if (!scene.connects(5_000)) {
            throw new AssertionError("the scene did not connect");
        }
        scene.server.receive(bytes, SimulatedNetwork.udp(PeerScene.CLIENT), scene.network.now());
        if (scene.server.closeReason() != null) {
            throw new AssertionError("a datagram that nobody authenticated ended the peer");
        }
    }

    @FuzzTest
    void noDatagramMakesTheOrderOfFlightsFail(byte[] bytes) {
        FlightOrderExercise.run(DtlsRole.SERVER, bytes);
        FlightOrderExercise.run(DtlsRole.CLIENT, bytes);
    }
}
