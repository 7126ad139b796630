/**
 * Privacy: all that the house knows of one person, to be handed to them, or to be forgotten. Whoever adds a table that names people adds
 * it here.
 */
@NullMarked
package org.lyceum.platform.privacy;

import org.jspecify.annotations.NullMarked;
