package org.lyceum.net;

import java.net.InetAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.lyceum.turn.TurnSettings;

/**
 * How the TURN server runs.
 *
 * @param bind address to listen on
 * @param port UDP and TCP, 0 for any free one
 * @param tlsPort TURN over TLS, 0 for any free one
 * @param tls makes the server's side of a TLS connection; any thread
 * @param settings what an administrator decides
 */
public record TurnConfig(InetAddress bind, int port, int tlsPort, Supplier<SSLEngine> tls, TurnSettings settings) {}
