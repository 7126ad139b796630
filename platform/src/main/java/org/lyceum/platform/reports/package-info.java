/**
 * Reports: what people look back on. A creator on what came in, who watched and who gave most, a viewer on what they watched and gave.
 * They only read, what the other packages have written.
 */
@NullMarked
package org.lyceum.platform.reports;

import org.jspecify.annotations.NullMarked;
