public import Desk
public import SIPProtocol

extension Telephony {
    /// Begins to hand a citizen off to the first target that takes the call.
    ///
    /// - Returns: false when there is no such call, or a hand-off of it is under way.
    public mutating func handOff(
        _ id: UUIDv7,
        as handoff: UUIDv7,
        to targets: [HandoffTarget],
        _ mode: Handoff.Mode,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        precondition(!targets.isEmpty, "somebody is called")
        let orders = lines[id]?.call.handOff(
            mode,
            attempts: targets.count,
            byReferral: settings.refers
        )
        guard let orders else { return false }
        lines[id]?.handoff = handoff
        lines[id]?.targets = targets
        carryOut(orders, of: id, &agent, at: now)
        keep(id, agent)
        dispatch(&agent, at: now)
        return true
    }

    /// A hand-off of the store's, and who is to be called for it.
    public struct Handing: Sendable {
        let handoff: Handoff
        let targets: [HandoffTarget]

        /// Names both.
        public init(_ handoff: Handoff, to targets: [HandoffTarget]) {
            self.handoff = handoff
            self.targets = targets
        }
    }

    /// Begins hand-offs that have not begun, and does what is wished of the others.
    ///
    /// `handoffs` are all that have not ended in the store.
    public mutating func attend(
        to handoffs: [Handing],
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        begun.formIntersection(handoffs.map(\.handoff.id))
        for handing in handoffs {
            let handoff = handing.handoff
            if begun.contains(handoff.id) {
                if let wish = handoff.wish { carryOut(wish, of: handoff.id, &agent, at: now) }
            } else if let call = handoff.call.flatMap({ UUIDv7($0) }) {
                begin(handing, of: call, &agent, at: now)
            }
        }
    }

    private mutating func begin(
        _ handing: Handing,
        of call: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        let handoff = handing.handoff
        switch lines[call]?.call.stage {
        // A hold that is being passed on, or a clerk who is just getting the citizen back: in a
        // moment.
        case .passing, .proposing, .comingBack: return
        case nil, .over: end(handoff, of: call, as: .callerGone)
        case _ where handing.targets.isEmpty: end(handoff, of: call, as: .unreachable)
        default:
            let isBegun = handOff(
                call,
                as: handoff.id,
                to: handing.targets,
                handoff.mode,
                &agent,
                at: now
            )
            if !isBegun { end(handoff, of: call, as: .cancelled) }
        }
        begun.insert(handoff.id)
    }

    private func end(_ handoff: Handoff, of call: UUIDv7, as state: Handoff.State) {
        report(.handoff(handoff.id, state, status: nil, detail: nil), of: call)
    }

    /// Does what a clerk wishes of a hand-off; later, when its time has not come.
    public mutating func carryOut(
        _ wish: Handoff.Wish,
        of handoff: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let id = lines.first(where: { $0.value.handoff == handoff })?.key else { return }
        let orders =
            switch wish {
            case .complete: lines[id]?.call.complete()
            case .cancel: lines[id]?.call.giveUp()
            }
        guard let orders else { return }
        carryOut(orders, of: id, &agent, at: now)
        keep(id, agent)
        dispatch(&agent, at: now)
    }
}
