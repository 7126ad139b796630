@NullMarked
package org.lyceum.port;

import org.jspecify.annotations.NullMarked;
