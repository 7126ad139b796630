package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.lyceum.e2e.harness.Namespaces.NotPermitted;
import org.lyceum.server.config.Setting;
import org.lyceum.server.tls.PemCertificate;
import org.lyceum.server.tls.SelfSigned;

/**
 * The networks in which two people meet by a house of this process: namespaces on one switch with it, and namespaces behind a
 * router each, which are namespaces, too, and translate addresses and drop what they are told to by nftables.
 *
 * <pre>
 *   near-1   near-2   house        10.213.x.11, .12 and .1
 *      |        |       |
 *   ---+--------+-------+---+------------+---   the switch
 *                           |            |
 *                       router-1     router-2   10.213.x.21 and .22
 *                           |            |
 *                         far-1        far-2    10.214.1.2 and 10.214.2.2
 * </pre>
 */
public final class FourNetworks implements AutoCloseable {
    /** What lies between two people and the house. */
    public enum Network {
        /** Nothing: the two and the house are in one. */
        SAME,
        /** Two routers that give every connection another random port, so that no hole that is punched is where it is looked for. */
        RANDOM_PORTS,
        /**
         * The same, and they drop all UDP. Connections to other ports than that of HTTPS open a second late, as their first packet is
         * lost: Chromium looks for TCP a tenth of a second after it began to look for anything, and no more once a relay has
         * answered. On a way of no length relays can be as fast as that, and on a real one they are not.
         */
        NO_UDP,
        /** The same, and of TCP they let through HTTPS and TURN over TLS. */
        ONLY_TLS
    }

    private static final int PEOPLE = 2;

    private final Namespaces namespaces = new Namespaces();
    private final String[] routers = new String[PEOPLE];
    private final Path[] near = new Path[PEOPLE];
    private final Path[] far = new Path[PEOPLE];
    private final PemCertificate certificate;
    private final Path certificateFile;

    private FourNetworks() throws NotPermitted {
        certificate = SelfSigned.create("localhost", List.of(InetAddress.ofLiteral(address())), Instant.now());
        try {
            certificateFile = Files.writeString(Files.createTempFile("house", ".pem"), certificate.toPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            build();
        } catch (NotPermitted | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Builds them; where that cannot be done, the test that asks is skipped and says what is missing. */
    public static FourNetworks openOrSkip() {
        try {
            return new FourNetworks();
        } catch (NotPermitted e) {
            return Assumptions.abort(
                    "networks cannot be made here, which takes Linux, root or CAP_NET_ADMIN, and the packages"
                            + " iproute2 and nftables (" + e.getMessage() + ")");
        }
    }

    private void build() throws NotPermitted {
        String net = namespaces.network();
        String middle = namespaces.add("switch");
        Namespaces.run("ip", "-n", middle, "link", "add", "switch", "type", "bridge");
        Namespaces.run("ip", "-n", middle, "link", "set", "switch", "up");
        String house = namespaces.join(middle, "house");
        plug(middle, "house");
        Namespaces.run("ip", "addr", "add", address() + "/24", "dev", house);
        for (int person = 0; person < PEOPLE; person++) {
            String nearby = namespaces.add("near-" + (person + 1));
            namespaces.join(middle, "near-" + person, nearby, "eth0");
            plug(middle, "near-" + person);
            give(nearby, "eth0", net + "." + (11 + person));
            leadOut(nearby, address());
            near[person] = namespaces.chromium(nearby);

            String router = namespaces.add("router-" + (person + 1));
            namespaces.join(middle, "router-" + person, router, "wan");
            plug(middle, "router-" + person);
            give(router, "wan", net + "." + (21 + person));
            Namespaces.run("ip", "netns", "exec", router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
            routers[person] = router;

            String home = "10.214." + (person + 1);
            String behind = namespaces.add("far-" + (person + 1));
            namespaces.join(router, "lan", behind, "eth0");
            give(router, "lan", home + ".1");
            give(behind, "eth0", home + ".2");
            leadOut(behind, home + ".1");
            far[person] = namespaces.chromium(behind);
            rule(router, rules(""));
        }
    }

    private static void plug(String namespace, String port) throws NotPermitted {
        Namespaces.run("ip", "-n", namespace, "link", "set", port, "master", "switch");
    }

    private static void give(String namespace, String device, String address) throws NotPermitted {
        Namespaces.run("ip", "-n", namespace, "addr", "add", address + "/24", "dev", device);
    }

    private static void leadOut(String namespace, String router) throws NotPermitted {
        Namespaces.run("ip", "-n", namespace, "route", "add", "default", "via", router);
    }

    private static void rule(String router, String rules) throws NotPermitted {
        Namespaces.run("ip", "netns", "exec", router, "nft", rules);
    }

    /**
     * A router as homes have it, but that it gives ports at random: nobody comes in who was not asked.
     *
     * @param dropped more rules of nftables, for what passes through
     */
    private static String rules(String dropped) {
        return """
                flush ruleset
                table ip router {
                  set opening {
                    type inet_service
                    flags dynamic, timeout
                    timeout 1m
                  }
                  chain out {
                    type nat hook postrouting priority 100;
                    oifname "wan" masquerade fully-random
                  }
                  chain through {
                    type filter hook forward priority 0;
                    iifname "wan" ct state new drop
                    %s
                  }
                }
                """.formatted(dropped);
    }

    private String address() {
        return namespaces.network() + ".1";
    }

    /** What a house needs to be reached in them: their addresses are private, and its relays may lead there. */
    public Map<Setting, String> settings() {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.ADVERTISE, address());
        settings.put(Setting.TURN_ALLOW_PEERS, namespaces.network() + ".0/24");
        settings.put(Setting.CERTIFICATE, certificateFile.toString());
        settings.put(Setting.CERTIFICATE_KEY, certificateFile.toString());
        return settings;
    }

    /** A page of the house, by HTTPS: cameras are given to no other. */
    public String url(House house, String path) {
        return "https://" + address() + ":" + house.server().httpsPort() + path;
    }

    /** The two people's networks are like this from now on. */
    public void become(Network network, House house) {
        int https = house.server().httpsPort();
        String dropped = switch (network) {
            case SAME, RANDOM_PORTS -> "";
            case NO_UDP -> """
                            meta l4proto udp drop
                            iifname "lan" ct state new tcp dport != %d tcp sport != @opening add @opening { tcp sport } drop
                            """.formatted(https);
            case ONLY_TLS -> """
                            meta l4proto udp drop
                            iifname "lan" tcp dport != { %d, %d } drop
                            """.formatted(https, house.server().turnTlsPort());
        };
        try {
            for (String router : routers) {
                rule(router, rules(dropped));
            }
        } catch (NotPermitted e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of the two in such a network, whose browser trusts the house's certificate. */
    public Visitor first(Network network, Browsers browsers, String name) {
        return visitor(network, 0, browsers, name);
    }

    /** The other one. */
    public Visitor second(Network network, Browsers browsers, String name) {
        return visitor(network, 1, browsers, name);
    }

    /**
     * Chromium asks one verifier about pages and about TURN over TLS, and this flag speaks to it. Playwright's own way to ignore
     * certificates is for pages alone: with nothing else, as in {@code DoctorPageTest}, TURN over TLS is refused.
     */
    private Visitor visitor(Network network, int person, Browsers browsers, String name) {
        Path command = (network == Network.SAME ? near : far)[person];
        return browsers.chromium(name, command, "--ignore-certificate-errors-spki-list=" + fingerprint());
    }

    /** Of the certificate's key, as Chromium wants it. */
    private String fingerprint() {
        try {
            byte[] key = certificate.own().getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        namespaces.close();
        try {
            Files.deleteIfExists(certificateFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
