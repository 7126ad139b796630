@NullMarked
package org.lyceum.platform.load;

import org.jspecify.annotations.NullMarked;
