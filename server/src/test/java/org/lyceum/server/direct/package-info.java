@NullMarked
package org.lyceum.server.direct;

import org.jspecify.annotations.NullMarked;
