package org.lyceum.rtc.session;

import org.jspecify.annotations.Nullable;

/** The H.264 profiles that browsers and encoders speak, from profile-level-id (RFC 6184, 8.1, table 5). */
enum H264Profile {
    CONSTRAINED_BASELINE,
    BASELINE,
    MAIN,
    CONSTRAINED_HIGH,
    HIGH;

    /** What stands where the parameter is left out: constrained baseline, as browsers take it, level 3.1. */
    static final String DEFAULT_PROFILE_LEVEL_ID = "42e01f";

    /** Null where the text is malformed or another profile. */
    static @Nullable H264Profile of(String profileLevelId) {
        if (profileLevelId.length() != 6) {
            return null;
        }
        int value;
        try {
            value = Integer.parseInt(profileLevelId, 16);
        } catch (NumberFormatException e) {
            return null;
        }
        int idc = value >> 16;
        int iop = (value >> 8) & 0xff;
        return value < 0 ? null : of(idc, iop);
    }

    /** Constraint sets 0 to 3 are the upper bits of {@code iop}. */
    private static @Nullable H264Profile of(int idc, int iop) {
        boolean set0 = (iop & 0x80) != 0;
        boolean set1 = (iop & 0x40) != 0;
        return switch (idc) {
            case 0x42 -> set1 ? CONSTRAINED_BASELINE : BASELINE;
            case 0x4d -> set0 ? CONSTRAINED_BASELINE : MAIN;
            case 0x58 -> set0 ? (set1 ? CONSTRAINED_BASELINE : BASELINE) : null;
            case 0x64 -> (iop & 0x0c) == 0x0c ? CONSTRAINED_HIGH : HIGH;
            default -> null;
        };
    }

    /**
     * Whether a decoder of this profile plays a stream of the other one. Baseline counts as constrained baseline: what sets
     * them apart (FMO, ASO, redundant slices) no WebRTC encoder uses, and Chromium sends constrained baseline under both names.
     */
    boolean decodes(H264Profile sent) {
        return switch (sent) {
            case CONSTRAINED_BASELINE, BASELINE -> true;
            case MAIN -> this == MAIN || this == HIGH;
            case CONSTRAINED_HIGH -> this == CONSTRAINED_HIGH || this == HIGH;
            case HIGH -> this == HIGH;
        };
    }
}
