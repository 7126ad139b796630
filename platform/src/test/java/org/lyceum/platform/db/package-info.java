@NullMarked
package org.lyceum.platform.db;

import org.jspecify.annotations.NullMarked;
