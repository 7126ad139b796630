package org.lyceum.server.direct;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.Timers;

/**
 * Codes that are short enough to say, {@code 1234-5678}. The first half only finds the code; the second is what has to be
 * known, so that wrong tries are tries at one code, and five of them end it, whoever makes them. Confined to the thread of
 * {@link DirectRooms}.
 */
final class RoomCodes {
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{4}");
    private static final int HALF = 10_000;
    private static final int HALF_DIGITS = 4;
    /** Addresses whose wrong tries are remembered, the latest ones. */
    private static final int MAX_ADDRESSES = 20_000;

    private static final class Code {
        private final String text;
        private final String room;
        private int wrong;

        Code(String text, String room) {
            this.text = text;
            this.room = room;
        }
    }

    private final DirectLimits limits;
    private final Timers timers;
    private final RandomGenerator random;
    private final DirectCounters counters;
    private final Map<String, Code> byFirstHalf = new HashMap<>();
    private final Map<String, Integer> wrongByAddress = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** @param random a {@link SecureRandom}, but in tests */
    RoomCodes(DirectLimits limits, Timers timers, RandomGenerator random, DirectCounters counters) {
        this.limits = limits;
        this.timers = timers;
        this.random = random;
        this.counters = counters;
    }

    static boolean isCode(String room) {
        return FORM.matcher(room).matches();
    }

    /** A code for this room, or null where there are too many already. */
    @Nullable
    String make(String room) {
        if (byFirstHalf.size() >= limits.codes()) {
            return null;
        }
        String first = half();
        while (byFirstHalf.containsKey(first)) {
            first = half();
        }
        Code code = new Code(first + "-" + half(), room);
        byFirstHalf.put(first, code);
        timers.after(limits.code(), () -> byFirstHalf.remove(code.text.substring(0, HALF_DIGITS), code));
        return code.text;
    }

    /** The room that this code opens; it stays good until {@link #used}. */
    String open(String text, String address) throws ProtocolException {
        if (wrongByAddress.getOrDefault(address, 0) >= limits.triesPerAddress()) {
            throw new ProtocolException(
                    ErrorCode.TOO_MANY_TRIES, "Too many wrong codes from here. Please wait ten minutes.");
        }
        Code code = byFirstHalf.get(text.substring(0, HALF_DIGITS));
        if (code != null && RoomKeys.same(code.text, text)) {
            return code.room;
        }
        counters.count(DirectCounter.WRONG_CODES);
        if (wrongByAddress.merge(address, 1, Integer::sum) == 1) {
            timers.after(limits.code(), () -> wrongByAddress.remove(address));
        }
        if (code != null && ++code.wrong >= limits.triesPerCode()) {
            used(code.text);
        }
        throw new ProtocolException(ErrorCode.ROOM_NOT_FOUND, "This code is wrong, was used, or is too old.");
    }

    /** It has let someone in, and lets nobody in any more. */
    void used(String text) {
        byFirstHalf.computeIfPresent(
                text.substring(0, HALF_DIGITS), (first, code) -> code.text.equals(text) ? null : code);
    }

    private String half() {
        return String.format(Locale.ROOT, "%04d", random.nextInt(HALF));
    }
}
