package org.lyceum.server.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.lyceum.net.cipher.Libcrypto;
import org.lyceum.net.cipher.MediaCipher;
import org.lyceum.rtc.srtp.SrtpSelfTest;
import org.lyceum.server.address.MachineAddresses;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.Setting;
import org.lyceum.server.tls.HttpsCertificate;
import org.lyceum.server.tls.PemCertificate;

/**
 * {@code lyceum doctor}: looks at everything that a server needs from its machine, before it is started or beside it, and
 * says in words what to change. Changes nothing itself.
 */
final class Doctor {
    private static final long LITTLE_SPACE = 1L << 30;
    private static final long TOO_LITTLE_SPACE = 100L << 20;
    private static final long FEW_FILES = 4096;
    private static final long SMALL_BUFFER = 2L << 20;
    private static final Duration ENDS_SOON = Duration.ofDays(14);

    private final Config config;
    private final List<Finding> findings = new ArrayList<>();

    Doctor(Config config) {
        this.config = config;
    }

    /** Prints a line for each finding; true when nothing stands in the way of running. */
    boolean examine(PrintStream out) {
        java();
        encryption();
        dataFolder();
        tcpPort(Setting.HTTP_PORT, config.httpPort());
        tcpPort(Setting.HTTPS_PORT, config.httpsPort());
        tcpPort(Setting.MEDIA_PORT, config.mediaPort());
        udpPort(Setting.MEDIA_PORT, config.mediaPort());
        if (config.turn().inside()) {
            tcpPort(Setting.TURN_PORT, config.turn().port());
            tcpPort(Setting.TURN_TLS_PORT, config.turn().tlsPort());
            udpPort(Setting.TURN_PORT, config.turn().port());
        }
        addresses();
        certificate();
        udpBuffers();
        openFiles();
        findings.forEach(finding -> out.println(finding.line()));
        boolean fit = findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.PROBLEM);
        out.println();
        out.println(
                fit ? "Nothing stands in the way: ./lyceum run" : "Mend what is marked PROBLEM, then run this again.");
        return fit;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void java() {
        String found = "Java " + Runtime.version() + " of " + System.getProperty("java.vendor");
        findings.add(
                Runtime.version().feature() >= 25
                        ? Finding.ok("Java", found)
                        : Finding.problem("Java", found + "; 25 or later is needed, from adoptium.net for instance"));
    }

    private void encryption() {
        try {
            MediaCipher chosen = MediaCipher.choose(config.cipher());
            findings.add(Finding.ok("encryption", "media by " + chosen.name() + ", which gives the known answers"));
        } catch (SrtpSelfTest.BrokenCipherException e) {
            findings.add(Finding.problem(
                    "encryption",
                    "Media cannot be encrypted here: " + e.getMessage()
                            + ". Use another build of Java, or start with LYCEUM_JAVA_OPTS=-XX:UseAVX=2."));
        } catch (Libcrypto.UnavailableException e) {
            findings.add(Finding.problem(
                    "encryption",
                    e.getMessage() + ". Take another library with " + Setting.CIPHER.flag()
                            + ", or leave the choice to auto."));
        }
    }

    private void dataFolder() {
        Path data = config.data();
        Path existing = data;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.add(Finding.problem(
                    "data folder",
                    existing + " cannot be written to. Give its owner the right, or another folder with "
                            + Setting.DATA.flag() + "."));
            return;
        }
        findings.add(Finding.ok("data folder", data + (Files.exists(data) ? "" : " (will be made)")));
        try {
            space(Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            findings.add(Finding.warning("disk", "free space is unknown: " + e.getMessage()));
        }
    }

    private void space(long free) {
        String words = "%.1f GB free".formatted(free / 1e9);
        if (free < TOO_LITTLE_SPACE) {
            findings.add(Finding.problem("disk", words + "; the database cannot grow. Make room."));
        } else {
            findings.add(
                    free < LITTLE_SPACE
                            ? Finding.warning("disk", words + ", which is little")
                            : Finding.ok("disk", words));
        }
    }

    private void tcpPort(Setting setting, int port) {
        String subject = "TCP " + port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(config.bind(), port));
            findings.add(Finding.ok(subject, port == 0 ? "any free port" : "free (" + setting.key() + ")"));
        } catch (IOException e) {
            findings.add(portTaken(subject, setting, port, e));
        }
    }

    private void udpPort(Setting setting, int port) {
        String subject = "UDP " + port;
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(config.bind(), port));
            findings.add(Finding.ok(subject, "free; open it in the firewall, in both directions"));
        } catch (SocketException e) {
            findings.add(portTaken(subject, setting, port, e));
        }
    }

    private static Finding portTaken(String subject, Setting setting, int port, IOException e) {
        boolean privileged =
                port > 0 && port < 1024 && String.valueOf(e.getMessage()).contains("ermission");
        String fix = privileged
                ? "only root may use ports below 1024; take a higher one with " + setting.flag()
                : "in use, by a Lyceum that runs already or by another program (ss -lnp shows which); stop that one, or"
                        + " take another port with " + setting.flag();
        return Finding.problem(subject, fix + ".");
    }

    private void addresses() {
        if (!config.advertise().isEmpty()) {
            findings.add(Finding.ok(
                    "addresses",
                    "media is sent to "
                            + text(config.advertise().stream()
                                    .map(InetSocketAddress::getAddress)
                                    .toList()) + " (advertise)"));
            return;
        }
        List<InetAddress> found = MachineAddresses.reachable();
        if (found.isEmpty()) {
            findings.add(Finding.warning(
                    "addresses", "this machine has no network; only browsers on it will see and hear anything"));
        } else if (found.stream()
                .anyMatch(address -> !address.isSiteLocalAddress() && address.getAddress().length == 4)) {
            findings.add(Finding.ok("addresses", text(found)));
        } else {
            findings.add(Finding.ok(
                    "addresses",
                    text(found) + "; for people outside this network give the public address with "
                            + Setting.ADVERTISE.flag()));
        }
    }

    private static String text(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }

    private void certificate() {
        Path file = config.certificate() != null
                ? config.certificate()
                : config.data().resolve(HttpsCertificate.FILE);
        if (!Files.exists(file)) {
            findings.add(Finding.ok("certificate", "a self-signed one will be made at the first start"));
            return;
        }
        try {
            String pem = Files.readString(file)
                    + (config.certificateKey() == null ? "" : "\n" + Files.readString(config.certificateKey()));
            Instant end = PemCertificate.parse(pem).own().getNotAfter().toInstant();
            String words = (config.certificate() == null ? "self-signed, " : "given, ") + "valid until " + end;
            if (config.certificate() != null && end.isBefore(Instant.now())) {
                findings.add(Finding.problem("certificate", words + ": it has ended. Put a new one in " + file + "."));
            } else if (config.certificate() != null
                    && end.isBefore(Instant.now().plus(ENDS_SOON))) {
                findings.add(Finding.warning("certificate", words + ": renew it soon"));
            } else {
                findings.add(Finding.ok("certificate", words));
            }
        } catch (IOException e) {
            findings.add(Finding.problem("certificate", file + " cannot be used: " + e.getMessage() + "."));
        }
    }

    /** Linux cuts what a program asks for to these limits without a word. */
    private void udpBuffers() {
        for (String direction : List.of("rmem_max", "wmem_max")) {
            Path limit = Path.of("/proc/sys/net/core", direction);
            if (!Files.isReadable(limit)) {
                continue;
            }
            try {
                long bytes = number(limit);
                String key = "net.core." + direction;
                findings.add(
                        bytes >= SMALL_BUFFER
                                ? Finding.ok("UDP buffers", key + " = " + bytes)
                                : Finding.warning(
                                        "UDP buffers",
                                        key + " = " + bytes + " loses packets under load; sysctl -w " + key
                                                + "=4194304"));
            } catch (IOException | NumberFormatException e) {
                findings.add(Finding.warning("UDP buffers", limit + " cannot be read"));
            }
        }
    }

    /** Such a file gives its content to the first read only, however small that is. */
    private static long number(Path kernelSetting) throws IOException {
        byte[] text = new byte[32];
        try (InputStream in = Files.newInputStream(kernelSetting)) {
            int length = in.read(text);
            return Long.parseLong(new String(text, 0, Math.max(length, 0), StandardCharsets.US_ASCII).strip());
        }
    }

    private void openFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            findings.add(
                    limit >= FEW_FILES
                            ? Finding.ok("open files", "up to " + limit)
                            : Finding.warning(
                                    "open files",
                                    "only " + limit + ", each viewer needs one; raise it with ulimit -n 65536"));
        }
    }
}
