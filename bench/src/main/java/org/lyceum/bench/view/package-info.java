/** Viewers by WHEP: many cheap ones, and a few that decrypt and check. */
@NullMarked
package org.lyceum.bench.view;

import org.jspecify.annotations.NullMarked;
