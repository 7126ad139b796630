package org.lyceum.sfu;

import java.util.List;

/**
 * One frame of a {@link TestEncoder}, and the truth about it: what it needs to be decoded.
 *
 * @param number unique over all encoders of a test
 * @param picture number of its picture in its encoding
 * @param usedAbove a higher spatial layer of its picture depends on it
 * @param references the frames that it depends on
 * @param packets how many packets it was sent in
 */
record TestFrame(
        int number,
        int epoch,
        int encoding,
        int picture,
        int spatial,
        int temporal,
        boolean key,
        boolean usedAbove,
        List<TestFrame> references,
        int packets) {
    @Override
    public String toString() {
        return "frame " + number + " (epoch " + epoch + ", encoding " + encoding + ", picture " + picture + ", S"
                + spatial + "T" + temporal + (key ? ", key)" : ")");
    }
}
