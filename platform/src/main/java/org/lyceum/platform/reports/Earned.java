package org.lyceum.platform.reports;

/**
 * What someone has earned, without what the house keeps. What was given back is not in it.
 *
 * @param tips by tips
 * @param watching by people who watch by the second
 * @param pending how much of both can not be spent yet
 * @param available the rest: it went into the wallet, whatever became of it there
 */
public record Earned(long tips, long watching, long pending, long available) {
    static final Earned NOTHING = new Earned(0, 0, 0, 0);

    public long total() {
        return tips + watching;
    }

    Earned plus(Earned more) {
        return new Earned(
                tips + more.tips, watching + more.watching, pending + more.pending, available + more.available);
    }
}
