/** Tests of the ciphers' libraries. */
@NullMarked
package org.lyceum.net.cipher;

import org.jspecify.annotations.NullMarked;
