@NullMarked
package org.lyceum.server.turn;

import org.jspecify.annotations.NullMarked;
