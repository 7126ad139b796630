package org.lyceum.platform.accounts;

import java.net.URI;

/**
 * Another product whose tokens let people in here.
 *
 * @param issuer as it stands in {@code iss}
 * @param keys where its JWK Set is
 * @param audience that must be among the token's
 */
public record TrustedIssuer(String issuer, URI keys, String audience) {}
