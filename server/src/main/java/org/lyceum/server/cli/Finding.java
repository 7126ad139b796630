package org.lyceum.server.cli;

/**
 * What the doctor found in one place.
 *
 * @param verdict how bad it is
 * @param subject what was looked at
 * @param words what was found and, unless all is well, what to do
 */
record Finding(Verdict verdict, String subject, String words) {
    enum Verdict {
        OK("ok     "),
        WARNING("warning"),
        PROBLEM("PROBLEM");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }
    }

    static Finding ok(String subject, String words) {
        return new Finding(Verdict.OK, subject, words);
    }

    static Finding warning(String subject, String words) {
        return new Finding(Verdict.WARNING, subject, words);
    }

    static Finding problem(String subject, String words) {
        return new Finding(Verdict.PROBLEM, subject, words);
    }

    String line() {
        return "  %s  %-14s %s".formatted(verdict.label, subject, words);
    }
}
