package org.lyceum.platform.backup;

/** Is told how far long work is. Called on the thread that does it, for each table at its end and now and then before. */
@FunctionalInterface
public interface Progress {
    /** For work that nobody watches. */
    Progress NONE = (_, _, _) -> {};

    /**
     * @param step what is done with the table: copying, checking, loading, comparing
     * @param rows of it so far
     */
    void at(String step, String table, long rows);
}
