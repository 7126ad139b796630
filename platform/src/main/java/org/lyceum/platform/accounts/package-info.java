/**
 * Accounts: who someone is, how they prove it, and for how long.
 * Passwords are Argon2id, access tokens are JWTs of 15 minutes, refresh tokens rotate.
 * Not here: mail (a forgotten password is reset by the
 * administrator on the command line).
 */
@NullMarked
package org.lyceum.platform.accounts;

import org.jspecify.annotations.NullMarked;
