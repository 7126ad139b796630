package org.lyceum.rtc.bwe;

/**
 * The share that a network loses whatever is sent, as far as that has been seen: what was lost at rates at which a network that
 * is merely full at the highest rate of late would have lost nothing. A policer that drops a tenth at one rate drops
 * nothing at four fifths of it, a bad radio link still drops a tenth. Rates come and go by themselves, with the pictures, with
 * layers and with what a first suspicion takes away; nothing is sent to find out.
 */
final class OwnLoss {
    /** More than this is not believed: sending less helps somebody then. */
    private static final double MOST = 0.15;

    /** Each class of rates begins so much above the one below it. */
    private static final double STEP = 1.12;

    private static final double LOWEST_KBIT = 20;
    private static final int CLASSES = 70;
    /** What is kept of older observations with each new one: half of them are forgotten after 6 s ... */
    private static final double KEPT = 0.97;
    /** ... and those of the same rates within a second. */
    private static final double KEPT_OF_CLASS = 0.8;

    /** The same of all rates together. */
    private static final double KEPT_OF_ALL = 0.93;

    private static final double WORST_FORGOTTEN = 0.5;

    private static final double LEAST_PACKETS = 40;
    /** Far enough below what a full network would carry to be sure. */
    private static final double SURELY_BELOW = 0.9;

    private final double[] packets = new double[CLASSES];
    private final double[] lost = new double[CLASSES];
    /** The most lost in one observation of late: what a class has lost in all may be older than the trouble. */
    private final double[] worst = new double[CLASSES];

    private double allPackets;
    private double allLost;
    private double share;

    /** An observation of at least one packet is complete. */
    void add(double kbit, int observedPackets, int observedLost) {
        int own = classOf(kbit);
        for (int i = 0; i < CLASSES; i++) {
            double kept = i == own ? KEPT_OF_CLASS : KEPT;
            packets[i] *= kept;
            lost[i] *= kept;
        }
        allPackets = KEPT_OF_ALL * allPackets + observedPackets;
        allLost = KEPT_OF_ALL * allLost + observedLost;
        packets[own] += observedPackets;
        lost[own] += observedLost;
        double observed = (double) observedLost / observedPackets;
        worst[own] = Math.max(observed, worst[own] + WORST_FORGOTTEN * (observed - worst[own]));
        learn();
    }

    private static int classOf(double kbit) {
        return Math.clamp((long) (Math.log(Math.max(1, kbit / LOWEST_KBIT)) / Math.log(STEP)), 0, CLASSES - 1);
    }

    /** What is believed, 0 while too little is known. */
    double share() {
        return share;
    }

    /** What was found is remembered until it is contradicted: rates that tell are rare while there is nothing to suspect. */
    private void learn() {
        int top = top();
        double topKbit = LOWEST_KBIT * Math.pow(STEP, top);
        int tells = classOf(SURELY_BELOW * (1 - worst[top]) * topKbit);
        double low = 0;
        double lowLost = 0;
        for (int i = 0; i < tells; i++) {
            low += packets[i];
            lowLost += lost[i];
        }
        if (low >= LEAST_PACKETS) {
            share = Math.max(share, lowLost / low - chance(lowLost / low, low));
        }
        share = Math.clamp(mostAtAnyRate(share), 0, MOST);
    }

    /** Which is the highest class that enough was sent in. */
    private int top() {
        int top = CLASSES - 1;
        while (top > 0 && packets[top] < LEAST_PACKETS) {
            top--;
        }
        return top;
    }

    /** A network loses no more by itself than it does at any rate, give or take what chance makes of the share. */
    private double mostAtAnyRate(double share) {
        double most = most(share, allLost, allPackets);
        for (int i = 0; i < CLASSES; i++) {
            most = Math.min(most, most(share, lost[i], packets[i]));
        }
        return most;
    }

    private static double most(double share, double lost, double packets) {
        return packets < LEAST_PACKETS ? share : Math.min(share, lost / packets + 3 * chance(share, packets));
    }

    /** By how much chance makes the share that is seen of so many packets differ from what is behind it (one deviation). */
    static double chance(double share, double ofPackets) {
        return Math.sqrt(Math.max(0, share * (1 - share)) / ofPackets);
    }
}
