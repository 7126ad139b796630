package org.lyceum.turn;

import org.jspecify.annotations.Nullable;

/** Whom an allocation may reach; the middle word of a user name that this house has made. */
public enum Scope {
    /** The media port of this house and nothing else: all that a broadcast needs. */
    MEDIA("media"),
    /** Every peer that the server's rules allow. */
    PEERS("peers");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Null for a word that is no scope. */
    static @Nullable Scope ofWord(String word) {
        for (Scope scope : values()) {
            if (scope.word.equals(word)) {
                return scope;
            }
        }
        return null;
    }
}
