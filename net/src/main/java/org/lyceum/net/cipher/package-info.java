/**
 * Which library encrypts media, decided once where a process is wired: OpenSSL's libcrypto by the foreign function interface
 * where it is, else the JDK. OpenSSL 3 only; 1.1 is no longer maintained.
 */
@NullMarked
package org.lyceum.net.cipher;

import org.jspecify.annotations.NullMarked;
