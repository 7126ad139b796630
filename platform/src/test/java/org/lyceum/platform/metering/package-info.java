@NullMarked
package org.lyceum.platform.metering;

import org.jspecify.annotations.NullMarked;
