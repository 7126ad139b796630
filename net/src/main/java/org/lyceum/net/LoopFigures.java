package org.lyceum.net;

/**
 * How a media loop does, as of a moment ago.
 *
 * @param load 0 where it only waits, 1 where there is more to do than it can
 * @param share how much of the pictures is sent, 1 where nothing is shed
 * @param full it sheds and has no room in sight, so that nobody new should come
 */
public record LoopFigures(double load, double share, boolean full) {
    static final LoopFigures IDLE = new LoopFigures(0, 1, false);
}
