/** Settings: one table of keys, read from lyceum.yaml, the environment and flags, validated before anything starts. */
@NullMarked
package org.lyceum.server.config;

import org.jspecify.annotations.NullMarked;
