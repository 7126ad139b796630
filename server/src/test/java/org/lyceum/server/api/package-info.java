@NullMarked
package org.lyceum.server.api;

import org.jspecify.annotations.NullMarked;
