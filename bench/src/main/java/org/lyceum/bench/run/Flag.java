package org.lyceum.bench.run;

import java.util.Arrays;
import java.util.Optional;

/** Every flag that the bench takes; {@code --help} is made of them. */
enum Flag {
    SCENARIO("--scenario", "<name>", "what happens, see below (one-to-many)"),
    VIEWERS("--viewers", "<count>", "how many watch, of a meeting how many meet; each scenario has its own number"),
    PROBES("--probes", "<count>", "how many of each kind of viewer decrypt, verify and time what they get (4)"),
    SECONDS("--seconds", "<count>", "how long is measured; each scenario has its own number"),
    RATE("--rate", "<count>", "joins a second of join-storm; of churn and soak leaves, and as many joins"),
    SERVER("--server", "<name>", "lyceum (as it is), or janus, which is Debian's package of that name"),
    COMPARE("--compare", "<name>", "the same again with that server, and the ratio: janus"),
    WHIP("--whip", "<url>", "any server that runs already: where to publish; {n} stands for a stream's number"),
    WHEP("--whep", "<url>", "with it: where to watch"),
    BEARER("--bearer", "<token>", "with it: the token for publishing"),
    WHEP_BEARER("--whep-bearer", "<token>", "with it: the token for watching, where one is wanted"),
    SERVER_PID("--server-pid", "<pid>", "with it: the server's process on this machine, for its CPU and memory"),
    JSON("--json", "<file>", "write the figures there"),
    HTML("--html", "<file>", "write them there as a page with plots"),
    RX_USECS(
            "--rx-usecs",
            "<count>",
            "microseconds for which the viewers' network card gathers before it interrupts, as real ones do (0)"),
    LOOPBACK("--loopback", "", "no network namespaces, also where they could be had"),
    HELP("--help", "", "this text");

    private final String text;
    private final String value;
    private final String about;

    Flag(String text, String value, String about) {
        this.text = text;
        this.value = value;
        this.about = about;
    }

    static Optional<Flag> of(String text) {
        return Arrays.stream(values()).filter(flag -> flag.text.equals(text)).findFirst();
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    String about() {
        return about;
    }

    /** With its value, as it is written. */
    String usage() {
        return takesValue() ? text + " " + value : text;
    }

    @Override
    public String toString() {
        return text;
    }
}
