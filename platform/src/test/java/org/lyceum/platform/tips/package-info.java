@NullMarked
package org.lyceum.platform.tips;

import org.jspecify.annotations.NullMarked;
