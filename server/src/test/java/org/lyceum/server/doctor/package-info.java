@NullMarked
package org.lyceum.server.doctor;

import org.jspecify.annotations.NullMarked;
