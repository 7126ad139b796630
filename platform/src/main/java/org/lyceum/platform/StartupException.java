package org.lyceum.platform;

/** The house can not open until its administrator mends something; the message is the sentence to show them. */
public final class StartupException extends RuntimeException {
    public StartupException(String sentence) {
        super(sentence);
    }

    public StartupException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
