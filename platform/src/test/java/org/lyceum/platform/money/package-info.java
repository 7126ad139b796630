@NullMarked
package org.lyceum.platform.money;

import org.jspecify.annotations.NullMarked;
