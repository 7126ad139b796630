@NullMarked
package org.lyceum.platform.streams;

import org.jspecify.annotations.NullMarked;
