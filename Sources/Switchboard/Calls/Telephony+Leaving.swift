public import SIPProtocol

extension Telephony {
    /// Lets go of whoever would wait in vain once the sockets are closed, and takes nobody any more.
    ///
    /// The telephone system is told first that nothing is to be sent here; then whoever waits is its
    /// own again (503), and telephones that ring stop. What the peers say to it is worth a moment:
    /// ``SIPUserAgent/isSettling``.
    public mutating func leave(_ agent: inout SIPUserAgent, at now: Duration) {
        isLeaving = true
        agent.unregister(at: now)
        for id in lines.keys.sorted() {
            guard let orders = lines[id]?.call.leave() else { continue }
            carryOut(orders, of: id, &agent, at: now)
            keep(id, agent)
        }
    }
}
