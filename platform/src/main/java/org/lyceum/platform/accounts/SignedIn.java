package org.lyceum.platform.accounts;

import java.time.Duration;

/**
 * What a register, login or refresh hands out.
 *
 * @param refreshToken shown to the client once, here
 * @param refreshLifetime for how long it is good if it is not used before
 */
public record SignedIn(
        Account account, String accessToken, Duration accessLifetime, String refreshToken, Duration refreshLifetime) {}
