import Desk
public import SIPProtocol

extension Telephony {
    /// Lets go of whoever would wait in vain once the sockets are closed, and takes nobody any more.
    ///
    /// The telephone system is told first that nothing is to be sent here; then whoever waits is its
    /// own again (503), and telephones that ring stop. What the peers say to it is worth a moment:
    /// ``SIPUserAgent/isSettling``; then comes ``finishLeaving(_:at:)``.
    public mutating func leave(_ agent: inout SIPUserAgent, at now: Duration) {
        isLeaving = true
        agent.unregister(at: now)
        agent.unsubscribe(at: now)
        for id in lines.keys.sorted() { letGo(id, &agent, at: now) }
    }

    /// As far as a call lets it now; whatever comes of it, it is asked again.
    mutating func letGo(_ id: UUIDv7, _ agent: inout SIPUserAgent, at now: Duration) {
        guard let orders = lines[id]?.call.leave() else { return }
        carryOut(orders, of: id, &agent, at: now)
        keep(id, agent)
    }

    /// Ends what has not come to rest by itself: whoever was called for a hand-off, and is still not
    /// the citizen's, would hear nobody.
    ///
    /// The citizen is the clerk's again as soon as their telephones answer, or by the next start.
    public mutating func finishLeaving(_ agent: inout SIPUserAgent, at now: Duration) {
        for id in lines.keys.sorted() where lines[id]?.call.hasTargetAside == true {
            let orders = lines[id]?.call.receive(.ended, of: .target) ?? []
            carryOut([.end(.target, status: 487)] + orders, of: id, &agent, at: now)
            keep(id, agent)
        }
    }
}
