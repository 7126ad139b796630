package org.lyceum.bench.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.bench.machine.TestBed;

class OwnLyceumTest {
    @Test
    void aServerThatSpeaksNonsenseIsNotLeftRunning(@TempDir Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('?');
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        Path pid = folder.resolve("pid");
        Path launcher = Files.writeString(folder.resolve("lyceum"), """
                        #!/bin/sh
                        echo $$ > %s
                        echo "http://localhost:%d https://localhost:%d lyceum: ready"
                        exec sleep 60
                        """.formatted(pid, port, port));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        try (TestBed bed = TestBed.open(TestBed.Place.UNTOUCHED)) {
            assertThatThrownBy(() -> new OwnLyceum(launcher, bed)).hasMessageContaining("?");
        } finally {
            server.stop(0);
        }
        Optional<ProcessHandle> left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        assertThat(left.filter(ProcessHandle::isAlive)).isEmpty();
    }

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
