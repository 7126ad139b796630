/**
 * Backup: a whole house in one file, and back from it. A move between SQLite and PostgreSQL is a backup of the one that is restored
 * into the other: an archive holds no database's own files but the rows of each table as text, and tables are what the databases share.
 */
@NullMarked
package org.lyceum.platform.backup;

import org.jspecify.annotations.NullMarked;
