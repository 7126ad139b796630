package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnSettings;
import org.lyceum.wire.Network;

/** Two agents of ice4j, an independent implementation, that are told nothing of each other but their relayed addresses. */
class Ice4jByRelayTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void askNobodyOutside() {
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    }

    @Test
    void twoAgentsConnectByTheirRelays() throws Exception {
        InetAddress address = TurnHarness.outwardAddress();
        assumeTrue(!address.isLoopbackAddress(), "ice4j uses no loopback addresses, and this machine has no others");
        TurnCredentials credentials = new TurnCredentials("secret".getBytes(StandardCharsets.UTF_8));
        TurnSettings settings =
                new TurnSettings(address, null, 49_152, 65_535, List.of(new Network(address, 32)), 50, 100, 100, 0);
        TurnConfig config = new TurnConfig(address, 0, 0, new TestTls(folder)::engine, settings);
        try (TurnServer server = TurnServer.start(config, credentials, 2, MediaConfig.Transport.AUTO)) {
            End anna = new End(address, server.port(), credentials, "anna", true);
            End bert = new End(address, server.port(), credentials, "bert", false);
            try {
                assertThat(server.allocations()).isGreaterThanOrEqualTo(2);
                anna.meets(bert);
                bert.meets(anna);
                anna.agent.startConnectivityEstablishment();
                bert.agent.startConnectivityEstablishment();
                await().atMost(SOON).until(() -> anna.established() && bert.established());
                assertThat(anna.component.getSelectedPair().getRemoteCandidate().getType())
                        .isEqualTo(CandidateType.RELAYED_CANDIDATE);
            } finally {
                anna.agent.free();
                bert.agent.free();
            }
        }
    }

    private static final class End {
        private final Agent agent = new Agent(new LoggerImpl("relay oracle", Level.OFF));
        private final Component component;

        End(InetAddress server, int port, TurnCredentials credentials, String name, boolean controlling)
                throws Exception {
            TurnCredentials.Credential credential =
                    credentials.plain(name, Instant.now().getEpochSecond() + 600);
            agent.setControlling(controlling);
            agent.addCandidateHarvester(new TurnCandidateHarvester(
                    new TransportAddress(server, port, Transport.UDP),
                    new LongTermCredential(credential.username(), credential.password())));
            component = agent.createComponent(agent.createMediaStream("media"), KeepAliveStrategy.SELECTED_ONLY, true);
        }

        void meets(End other) {
            component.getParentStream().setRemoteUfrag(other.agent.getLocalUfrag());
            component.getParentStream().setRemotePassword(other.agent.getLocalPassword());
            for (LocalCandidate candidate : other.component.getLocalCandidates()) {
                if (candidate.getType() == CandidateType.RELAYED_CANDIDATE) {
                    component.addRemoteCandidate(new RemoteCandidate(
                            candidate.getTransportAddress(),
                            component,
                            candidate.getType(),
                            candidate.getFoundation(),
                            candidate.getPriority(),
                            null));
                }
            }
        }

        boolean established() {
            IceProcessingState state = agent.getState();
            return state == IceProcessingState.COMPLETED || state == IceProcessingState.TERMINATED;
        }
    }
}
