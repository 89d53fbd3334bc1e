public import Desk
public import Foundation
public import SIPProtocol

/// The switchboard's calls: a back-to-back user agent for signalling only (RFC 3725).
///
/// Knows which leg is whose and who waits for whom; what is to happen in a call, its
/// ``TelephoneCall`` says.
public struct Telephony: SIPApplication {
    let settings: TelephonySettings
    var lines: [UUIDv7: Line] = [:]
    var parties: [SIPLegID: (call: UUIDv7, party: TelephoneCall.Party)] = [:]
    /// Everybody who was ever on duty, each at their own place for good.
    var roster: [Clerk] = []
    /// Those of them who had a citizen the last time that anything happened.
    var speaking: Set<Int> = []
    /// Where calls go that nobody here takes; the first that answers has them.
    var overflow: [HandoffTarget] = []
    private var lastPlace: UInt64 = 0
    /// Telephones that are watched, by their subscriptions.
    var watches: [Int: DialogWatch] = [:]
    let clock: @Sendable () -> Date
    let mayTakeCall: @Sendable () -> Bool
    private let onReport: @Sendable (CallReport) -> Void
    let onTrunk: @Sendable (TrunkNotice) -> Void
    /// Hand-offs that were begun and have not ended in the store: none of them begins again.
    var begun: Set<UUIDv7> = []
    /// Those whom a restart caught in a hand-off, and the clerks who get them back; their telephones
    /// are told once it is known who is there.
    var comingBack: [UUIDv7: TelephoneCall.Party] = [:]
    /// Whoever a restart caught in a hand-off with nobody there any more: they are told likewise.
    var strays: [SIPLegID] = []
    /// Whoever a restart caught ringing for such a hand-off: likewise.
    var ringing: [SIPKeptInvite] = []
    /// False until it was said for the first time who is on duty.
    var knowsDuty = false
    /// The daemon is being left: nobody is taken, and nobody rung.
    var isLeaving = false

    /// Begins without calls and with nobody on duty.
    ///
    /// - Parameters:
    ///   - settings: how calls are taken.
    ///   - clock: what reports are dated by.
    ///   - mayTakeCall: false while reports pile up; the call is refused then.
    ///   - onReport: called on the event loop, in order; must not block.
    ///   - onTrunk: likewise, of the telephone system itself.
    public init(
        _ settings: TelephonySettings,
        clock: @escaping @Sendable () -> Date = { Date() },
        mayTakeCall: @escaping @Sendable () -> Bool = { true },
        onReport: @escaping @Sendable (CallReport) -> Void,
        onTrunk: @escaping @Sendable (TrunkNotice) -> Void = { _ in }
    ) {
        self.settings = settings
        self.clock = clock
        self.mayTakeCall = mayTakeCall
        self.onReport = onReport
        self.onTrunk = onTrunk
    }

    mutating func nextPlace() -> UInt64 {
        lastPlace += 1
        return lastPlace
    }

    func report(_ fact: CallFact, of call: UUIDv7) {
        onReport(CallReport(call: call, at: clock(), fact: fact))
    }

    // MARK: What telephones do

    /// Takes an event of the user agent.
    public mutating func receive(
        _ event: SIPEvent,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        switch event {
        case .incoming(let call): take(call, &agent, at: now)
        case .progress(let leg, let status, let body):
            tell(.progressed(status: status, body), of: leg, &agent, at: now)
        case .answered(let leg, let body): answered(leg, body, &agent, at: now)
        case .refused(let leg, let status):
            tell(.refused(status: status), of: leg, isOver: true, &agent, at: now)
        case .ended(let leg, _): tell(.ended, of: leg, isOver: true, &agent, at: now)
        case .offered(let leg, let body): tell(.offered(body), of: leg, &agent, at: now)
        case .reoffered(let leg, let body): tell(.reoffered(body), of: leg, &agent, at: now)
        case .reofferRefused(let leg, let status):
            tell(.reofferRefused(status: status), of: leg, &agent, at: now)
        case .referralProgress(let leg, let status):
            tell(.referred(status: status), of: leg, &agent, at: now)
        case .notified(let subscription, let body):
            return hear(body, of: subscription, &agent, at: now)
        case .subscriptionBeginsAnew(let subscription):
            watches[subscription]?.beginAnew()
            return
        case .subscriptionFailed(let subscription, let status):
            return onTrunk(.unwatched(watches[subscription]?.line ?? "", status: status))
        case .unreachable(let hop, let reason):
            return onTrunk(.unreachable("\(hop)", reason: reason))
        case .probed(_, let status): return onTrunk(.probed(status: status))
        case .registered: return onTrunk(.registered(true, status: 200))
        case .registrationFailed(_, let status):
            return onTrunk(.registered(false, status: status))
        case .confirmed(let leg, let body): tell(.agreed(body), of: leg, &agent, at: now)
        }
        dispatch(&agent, at: now)
    }

    private mutating func take(
        _ incoming: SIPIncomingCall,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard !isLeaving, mayTakeCall() else {
            agent.end(incoming.leg, status: 503, at: now)
            return
        }
        // Of a 503 a telephone system might conclude that nothing works here (RFC 3261 §21.5.4).
        guard lines.count < settings.callsMax else {
            agent.end(incoming.leg, status: 486, at: now)
            return
        }
        let place = nextPlace()
        // The legs of one call need few numbers; a million apart, no two calls share one.
        guard let call = TelephoneCall(offer: incoming.offer, origin: place * 1_000_000) else {
            agent.end(incoming.leg, status: 488, at: now)
            return
        }
        let id = UUIDv7(at: clock())
        lines[id] = Line(
            call: call,
            leg: incoming.leg,
            request: incoming.request,
            place: place,
            at: now
        )
        parties[incoming.leg] = (id, .citizen)
        let request = incoming.request
        report(
            .arrived(
                externalID: request.envelope.callID,
                from: Self.caller(of: request)?.told,
                to: (request.uri.sip?.user ?? request.uri.description).told
            ),
            of: id
        )
    }

    /// Who calls, as far as the telephone system vouches for it or the caller says it; nil when it
    /// is withheld (RFC 3323 §4.1).
    static func caller(of request: SIPRequest) -> String? {
        let isWithheld = request.fields.tokens("Privacy").contains { token in
            token.split(separator: ";").contains { $0 == "id" || $0 == "user" }
        }
        guard !isWithheld else { return nil }
        let asserted = request.fields.values("P-Asserted-Identity")
            .flatMap { $0.split(separator: ",") }.lazy.compactMap { SIPNameAddress($0) }
        let address = asserted.first ?? request.envelope.from
        let user = address.uri.sip?.user ?? address.uri.description
        return user.lowercased() == "anonymous" ? nil : user
    }

    /// Whoever says nothing of their media can be joined with nobody: that is a refusal.
    private mutating func answered(
        _ leg: SIPLegID,
        _ body: [UInt8],
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        if SessionDescription(body) != nil {
            tell(.answered(body), of: leg, &agent, at: now)
        } else {
            agent.end(leg, at: now)
            tell(.refused(status: 488), of: leg, isOver: true, &agent, at: now)
        }
    }

    private mutating func tell(
        _ deed: TelephoneCall.Deed,
        of leg: SIPLegID,
        isOver: Bool = false,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let (id, party) = parties[leg] else { return }
        let isCurrent = lines[id]?.legs[party] == leg
        if isOver {
            parties[leg] = nil
            if isCurrent { lines[id]?.legs[party] = nil }
        }
        if case .clerk(let clerk) = party {
            // A telephone that was told to stop has nothing to say of the call any more.
            guard isCurrent else { return }
            note(deed, of: clerk, id, at: now)
        }
        // Nor has a target when another is called meanwhile.
        if party == .target, !isCurrent, self.leg(.target, id) != nil { return }
        guard let orders = lines[id]?.call.receive(deed, of: party) else { return }
        carryOut(orders, of: id, &agent, at: now)
        keep(id, agent)
        if isLeaving { letGo(id, &agent, at: now) }
    }

    // MARK: What telephones are to do

    mutating func carryOut(
        _ orders: [TelephoneCall.Order],
        of id: UUIDv7,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        for order in orders {
            switch order {
            case .call(let party, let body): call(party, body, of: id, &agent, at: now)
            case .tell(let notice): hear(notice, of: id, at: now)
            case .ring(let party, let status, let body):
                if let leg = leg(party, id) { agent.ring(leg, status: status, body: body, at: now) }
            case .branch(let party):
                if let leg = leg(party, id) { agent.branch(leg) }
            case .answer(let party, let body):
                if let leg = leg(party, id) { agent.answer(leg, body: body, at: now) }
            case .acknowledge(let party, let body):
                if let leg = leg(party, id) { agent.acknowledge(leg, body: body, at: now) }
            case .answerOffer(let party, let status, let body):
                guard let leg = leg(party, id) else { continue }
                agent.answerOffer(leg, status: status, body: body, at: now)
            case .refer(let party): refer(party, of: id, &agent, at: now)
            case .end(let party, let status):
                guard let leg = leg(party, id) else { continue }
                lines[id]?.legs[party] = nil
                // Of a call that rings the end is told, and a hand-off may wait for it.
                if !agent.end(leg, status: status, at: now) { parties[leg] = nil }
            case .reoffer(let party, let body):
                let isAsked = leg(party, id).map { agent.reoffer($0, body: body, at: now) } ?? false
                guard !isAsked,
                    let more = lines[id]?.call.receive(.reofferRefused(status: 491), of: party)
                else { continue }
                carryOut(more, of: id, &agent, at: now)
            }
        }
    }

    func leg(_ party: TelephoneCall.Party, _ id: UUIDv7) -> SIPLegID? { lines[id]?.legs[party] }

    private mutating func hear(_ notice: CallNotice, of id: UUIDv7, at now: Duration) {
        guard let line = lines[id] else { return }
        switch notice {
        case .answered(let clerk):
            lines[id]?.wait.tried = []
            lines[id]?.wait.busy = [:]
            report(.answered(clerk: roster[clerk].telephone.staff), of: id)
        case .overflowed:
            lines[id]?.targetRingEnd = nil
            report(.overflowed(destination: line.targets[line.call.attempt].destination), of: id)
        case .waitsAgain: lines[id]?.wait = Wait(since: now)
        case .handoff(let state, let status):
            guard let handoff = line.handoff else { return }
            let detail = line.call.attempt > 0 ? line.targets[line.call.attempt].name : nil
            let isDialling = state == .dialling
            report(
                .handoff(handoff, state, status: status, detail: isDialling ? detail : nil),
                of: id
            )
            if state == .answered || state.isFinal { lines[id]?.targetRingEnd = nil }
            if state.isFinal { lines[id]?.handoff = nil }
        case .lost(let reason): report(.lost(reason), of: id)
        case .over(let outcome, let cause):
            lines[id] = nil
            let waited = now - line.wait.since
            if outcome == .abandoned, waited >= settings.abandonedMin {
                report(.lost(.abandoned), of: id)
            }
            report(.ended(outcome, cause: cause), of: id)
        }
    }
}
