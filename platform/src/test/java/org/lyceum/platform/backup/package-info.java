@NullMarked
package org.lyceum.platform.backup;

import org.jspecify.annotations.NullMarked;
