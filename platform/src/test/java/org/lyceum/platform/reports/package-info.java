@NullMarked
package org.lyceum.platform.reports;

import org.jspecify.annotations.NullMarked;
