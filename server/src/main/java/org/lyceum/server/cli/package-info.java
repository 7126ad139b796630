/** The command line: run, doctor and user, and what they print. */
@NullMarked
package org.lyceum.server.cli;

import org.jspecify.annotations.NullMarked;
