package org.lyceum.server.doctor;

import java.util.List;
import org.lyceum.server.protocol.ServerMessage.IceServer;

/**
 * One end to try a way to.
 *
 * @param answer to the offer, with every candidate that media has
 * @param iceServers what may be relayed by on the way to it, as long as it is there
 */
public record TestPeer(String answer, List<IceServer> iceServers) {}
