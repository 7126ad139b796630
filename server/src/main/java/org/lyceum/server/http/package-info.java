/** The edge of the house: connectors, headers, static files, problem answers, health and metrics. Routes come from their owners as {@link org.lyceum.server.http.RouteGroup}s. */
@NullMarked
package org.lyceum.server.http;

import org.jspecify.annotations.NullMarked;
