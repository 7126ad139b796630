package org.lyceum.platform.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;

/** What may stand in the fields of an account. Each method returns the value as it is kept, or refuses it by name. */
final class Words {
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_EMAIL = 254; // RFC 5321, 4.5.3.1.3, less the angle brackets
    private static final int MAX_NAME = 50;
    /** Whether mail arrives there is for the mail server to say; this only keeps out what is plainly no address. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>(),;:\"\\\\]{1,64}@[^\\s@<>(),;:\"\\\\]{1,253}");

    private Words() {}

    static String email(String email) {
        String trimmed = email.strip();
        if (trimmed.length() > MAX_EMAIL
                || !PlainText.isClean(trimmed)
                || !EMAIL.matcher(trimmed).matches()) {
            throw Refusal.invalid("The field email is not an e-mail address.");
        }
        return trimmed;
    }

    /** The form in which two spellings of one address are equal. */
    static String emailKey(String email) {
        return Normalizer.normalize(email.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** The same for what someone types to sign in; empty when no address could be stored so. */
    static Optional<String> lookupKey(String email) {
        String key = emailKey(email);
        return key.length() <= MAX_EMAIL && PlainText.isClean(key) ? Optional.of(key) : Optional.empty();
    }

    static String displayName(String name) {
        return PlainText.line("displayName", name, MAX_NAME);
    }

    static String newPassword(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_PASSWORD) {
            throw Refusal.invalid("The field password needs at least %d characters.".formatted(MIN_PASSWORD));
        }
        if (length > MAX_PASSWORD) {
            throw Refusal.invalid("The field password has more than %d characters.".formatted(MAX_PASSWORD));
        }
        return password;
    }

    /** A password that is longer than any that could have been set is wrong without being hashed. */
    static boolean couldBePassword(String password) {
        return password.length() <= 2 * MAX_PASSWORD;
    }
}
