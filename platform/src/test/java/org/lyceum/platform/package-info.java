@NullMarked
package org.lyceum.platform;

import org.jspecify.annotations.NullMarked;
