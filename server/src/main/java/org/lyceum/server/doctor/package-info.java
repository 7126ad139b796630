/**
 * The server's end of the page {@code /doctor}: peers that carry nothing, to whom a visitor's browser finds a way or does not.
 *
 * <p>Not here: what the machine itself lacks ({@code lyceum doctor} on its command line says that), and what a finding means
 * (the page does).
 */
@NullMarked
package org.lyceum.server.doctor;

import org.jspecify.annotations.NullMarked;
