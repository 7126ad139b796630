@NullMarked
package org.lyceum.net.port;

import org.jspecify.annotations.NullMarked;
