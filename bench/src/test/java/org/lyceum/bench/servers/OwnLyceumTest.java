package org.lyceum.bench.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnLyceumTest {
    @Test
    void aConfiguredServersSettingsDoNotReachTheMeasuredOne() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LYCEUM_DB", "postgresql://live@db.example.org/live",
                "LYCEUM_BIND", "192.0.2.1",
                "LYCEUM_REGISTRATION", "closed",
                "LYCEUM_LOG_FORMAT", "json",
                "LYCEUM_JAVA_HOME", "/opt/jdk",
                "LYCEUM_JAVA_OPTS", "-Xmx1g",
                "LYCEUM_MVN", "/opt/mvn",
                "PATH", "/usr/bin"));

        OwnLyceum.forgetSettings(environment);

        assertThat(environment).containsOnlyKeys("LYCEUM_JAVA_HOME", "LYCEUM_JAVA_OPTS", "LYCEUM_MVN", "PATH");
    }
}
