package org.lyceum.server.api;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the web app wants to know of the server it talks to.
 *
 * @param httpsPort -1 where there is none
 * @param lanUrls under which devices of the same network reach it, by HTTPS
 */
public record ServerFacts(String version, IntSupplier httpsPort, Supplier<List<String>> lanUrls) {}
