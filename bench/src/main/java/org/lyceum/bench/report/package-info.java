/** What a run showed, as JSON, as a table and as a page. */
@NullMarked
package org.lyceum.bench.report;

import org.jspecify.annotations.NullMarked;
