/**
 * Db: the data folder, the database, and the threads on which SQL runs.
 *
 * <p>One set of statements serves SQLite and PostgreSQL: no identity columns, no {@code now()}, no {@code FOR UPDATE},
 * {@code ON CONFLICT} rather than caught violations, times as milliseconds since 1970, truth as 0 and 1. The migrations are
 * shared as well; the few words in which the dialects differ are their placeholders.
 */
@NullMarked
package org.lyceum.platform.db;

import org.jspecify.annotations.NullMarked;
