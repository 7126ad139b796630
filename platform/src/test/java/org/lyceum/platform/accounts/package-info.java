@NullMarked
package org.lyceum.platform.accounts;

import org.jspecify.annotations.NullMarked;
