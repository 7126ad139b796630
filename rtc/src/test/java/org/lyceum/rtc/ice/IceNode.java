package org.lyceum.rtc.ice;

import org.lyceum.rtc.sim.SimulatedNetwork;

/** An ICE agent on the simulated network. */
record IceNode(IceAgent agent) implements SimulatedNetwork.Node {
    @Override
    public void receive(byte[] datagram, Path from, long nowNanos) {
        agent.receive(datagram, 0, datagram.length, from, nowNanos);
    }

    @Override
    public void drain(SimulatedNetwork.Sender sender) {
        agent.drain(sender::send);
    }

    @Override
    public long deadlineNanos() {
        return agent.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        agent.onDeadline(nowNanos);
    }
}
