/** The certificate of the HTTPS port: self-signed and renewed, or given and watched for changes. */
@NullMarked
package org.lyceum.server.tls;

import org.jspecify.annotations.NullMarked;
