@NullMarked
package org.lyceum.platform.chat;

import org.jspecify.annotations.NullMarked;
