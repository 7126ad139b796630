package org.lyceum.bench.report;

/** The figures for a terminal. */
public final class TextTable {
    private TextTable() {}

    /** Lines with a name and its figure each, then what was not as it should have been, then the other server's. */
    public static String of(Figures figures) {
        StringBuilder table = new StringBuilder(Rows.format("%n%s%n%n", figures.scenario()));
        append(table, figures);
        Comparison comparison = figures.comparison();
        if (comparison != null) {
            table.append(
                    Rows.format("%nthe same with %s%n%n", comparison.figures().server()));
            append(table, comparison.figures());
            table.append(Rows.format("%n%-18s %s%n", "ratio", Rows.ratio(figures, comparison)));
        }
        return table.toString();
    }

    private static void append(StringBuilder table, Figures figures) {
        Rows.of(figures).forEach((name, value) -> table.append(Rows.format("%-18s %s%n", name, value)));
        figures.notes().forEach(note -> table.append(Rows.format("NOTE: %s%n", note)));
    }
}
