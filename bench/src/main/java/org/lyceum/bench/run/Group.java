package org.lyceum.bench.run;

/** Kinds of viewers whose figures stand beside each other. */
enum Group {
    /** All alike. */
    WATCHING("watching", 0),
    /** Stay while others come and go. */
    STAYING("staying", 0),
    /** Leave, and others come in their place. */
    MOVING("coming and going", 0),
    /** Have all the network that they need, beside others who have not. */
    HEALTHY("healthy", 0),
    /** Are behind a link that is too narrow. */
    SLOW("slow", 500_000);

    private final String words;
    private final int linkBitsPerSecond;

    Group(String words, int linkBitsPerSecond) {
        this.words = words;
        this.linkBitsPerSecond = linkBitsPerSecond;
    }

    String words() {
        return words;
    }

    /** 0 where the link is no matter. */
    int linkBitsPerSecond() {
        return linkBitsPerSecond;
    }
}
