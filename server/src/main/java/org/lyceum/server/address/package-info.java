/** The addresses of this machine: where phones in the same network reach it, and where media is sent. */
@NullMarked
package org.lyceum.server.address;

import org.jspecify.annotations.NullMarked;
