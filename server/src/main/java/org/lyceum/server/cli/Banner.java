package org.lyceum.server.cli;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.address.MachineUrls;

/**
 * What {@code run} shows once it is ready: where to go, with what, and what the browser will say.
 *
 * @param version of this build
 * @param httpPort as it was opened
 * @param httpsPort as it was opened
 * @param mediaPort UDP and TCP, as it was opened
 * @param turnPort UDP and TCP, 0 for no TURN
 * @param turnTlsPort TURN over TLS
 * @param addresses of this machine, best first
 * @param publicUrl how people reach it from outside, or null
 * @param selfSigned whether browsers will warn
 * @param data folder
 */
record Banner(
        String version,
        int httpPort,
        int httpsPort,
        int mediaPort,
        int turnPort,
        int turnTlsPort,
        List<InetAddress> addresses,
        @Nullable URI publicUrl,
        boolean selfSigned,
        Path data) {
    private static final int MAX_ADDRESSES = 3;

    String render(boolean colours) {
        StringBuilder out = new StringBuilder();
        out.append("\n  Lyceum ").append(version).append("\n\n");
        line(out, "On this computer", "http://localhost:" + httpPort);
        if (publicUrl != null) {
            line(out, "From outside", publicUrl.toString());
        }
        List<String> network = MachineUrls.https(addresses, httpsPort);
        network = network.subList(0, Math.min(MAX_ADDRESSES, network.size()));
        for (int i = 0; i < network.size(); i++) {
            line(out, i == 0 ? "In your network" : "", network.get(i));
        }
        line(out, "Media", "UDP and TCP port " + mediaPort);
        if (turnPort != 0) {
            line(out, "TURN", "port " + turnPort + ", over TLS " + turnTlsPort);
        }
        line(out, "Data", data.toString());
        String scan = publicUrl != null ? publicUrl.toString() : network.isEmpty() ? null : network.getFirst();
        if (scan != null) {
            out.append('\n').append(QrText.render(scan, "    ", colours));
            out.append("\n  Scan it with a phone in the same network to watch, or to be the camera.\n");
            if (selfSigned && publicUrl == null) {
                out.append("""
                          Its browser will say that the connection is not private: this server signed its
                          certificate itself, and no authority vouches for it. The connection is encrypted all the
                          same. Choose "Advanced", then "Proceed" (Safari: "Show Details", "visit this website").
                        """);
            }
        }
        return out.append("\n  Ctrl-C stops it.\n").toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(String.format("    %-18s%s%n", name, value));
    }
}
