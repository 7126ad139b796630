package org.lyceum.rtc.dtls;

/** Passes any bytes through {@link FlightOrder} and checks that what comes out lies within its array. */
public final class FlightOrderExercise {
    private FlightOrderExercise() {}

    public static void run(DtlsRole role, byte[] bytes) {
        FlightOrder order = new FlightOrder(role);
        for (int round = 0; round < 2; round++) {
            order.pass(bytes, 0, bytes.length, (b, off, len) -> {
                if (off < 0 || len <= 0 || off + len > b.length) {
                    throw new AssertionError("a record outside of its datagram");
                }
            });
        }
    }
}
