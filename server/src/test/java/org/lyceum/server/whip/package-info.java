@NullMarked
package org.lyceum.server.whip;

import org.jspecify.annotations.NullMarked;
