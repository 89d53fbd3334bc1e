public import Desk
public import SIPProtocol

/// Names a citizen's call as long as the daemon lives.
public struct TelephoneCallID: Sendable, Hashable, CustomStringConvertible {
    let number: UInt64

    /// For the log.
    public var description: String { "call-\(number)" }
}

/// Where a citizen is handed off to, and what the receiver is told.
public struct HandoffTarget: Sendable, Hashable {
    /// Who is called.
    public var uri: SIPURI
    /// The ticket's number and an opaque address, for the receiver's screen (RFC 7433).
    ///
    /// It passes through telephone systems: nothing personal may stand in it.
    public var context: String

    /// Names both.
    public init(uri: SIPURI, context: String) {
        self.uri = uri
        self.context = context
    }
}

/// How calls are taken.
public struct TelephonySettings: Sendable {
    /// The name of the ``SIPPeer`` that every call goes through.
    public var peer: String
    /// Who is rung, all at once.
    public var clerks: [SIPURI]
    /// Calls at once; more are told to try later, so that the telephone system rings elsewhere.
    public var callsMax = 500

    /// Names what has no default.
    public init(peer: String, clerks: [SIPURI]) {
        precondition(!clerks.isEmpty, "somebody is rung")
        self.peer = peer
        self.clerks = clerks
    }
}

/// The switchboard's calls: a back-to-back user agent for signalling only (RFC 3725).
///
/// Knows which leg is whose; what is to happen, each ``TelephoneCall`` says.
public struct Telephony: SIPApplication {
    struct Line: Sendable {
        var call: TelephoneCall
        var legs: [TelephoneCall.Party: SIPLegID]
        let request: SIPRequest
        var target: HandoffTarget?
    }

    private let settings: TelephonySettings
    private(set) var lines: [TelephoneCallID: Line] = [:]
    private var parties: [SIPLegID: (call: TelephoneCallID, party: TelephoneCall.Party)] = [:]
    private var lastCall: UInt64 = 0
    private let onNotice: @Sendable (TelephoneCallID, CallNotice) -> Void

    /// Begins without calls.
    ///
    /// `onNotice` is called on the event loop and must not block.
    public init(
        _ settings: TelephonySettings,
        onNotice: @escaping @Sendable (TelephoneCallID, CallNotice) -> Void
    ) {
        self.settings = settings
        self.onNotice = onNotice
    }

    /// Nothing is waited for: every time limit of a call is the user agent's.
    public var due: Duration? { nil }

    /// Does nothing; see ``due``.
    public mutating func tick(_ agent: inout SIPUserAgent, at now: Duration) {}

    // MARK: What clerks ask for

    /// Begins to hand a citizen off.
    ///
    /// - Returns: false when there is no such call, or a hand-off of it is under way.
    public mutating func handOff(
        _ id: TelephoneCallID,
        to target: HandoffTarget,
        _ mode: Handoff.Mode,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        guard let orders = lines[id]?.call.handOff(mode) else { return false }
        lines[id]?.target = target
        carryOut(orders, of: id, &agent, at: now)
        return true
    }

    /// Leaves the citizen to the target that the clerk has spoken with.
    public mutating func complete(
        _ id: TelephoneCallID,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        guard let orders = lines[id]?.call.complete() else { return false }
        carryOut(orders, of: id, &agent, at: now)
        return true
    }

    /// Takes a hand-off back.
    public mutating func giveUp(
        _ id: TelephoneCallID,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) -> Bool {
        guard let orders = lines[id]?.call.giveUp() else { return false }
        carryOut(orders, of: id, &agent, at: now)
        return true
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
        case .progress(let leg, let status, _):
            tell(.progressed(status: status), of: leg, &agent, at: now)
        case .answered(let leg, let body): tell(.answered(body), of: leg, &agent, at: now)
        case .refused(let leg, let status):
            tell(.refused(status: status), of: leg, isOver: true, &agent, at: now)
        case .ended(let leg, _): tell(.ended, of: leg, isOver: true, &agent, at: now)
        case .offered(let leg, let body): tell(.offered(body), of: leg, &agent, at: now)
        case .reoffered(let leg, let body): tell(.reoffered(body), of: leg, &agent, at: now)
        case .reofferRefused(let leg, let status):
            tell(.reofferRefused(status: status), of: leg, &agent, at: now)
        case .referred(let leg, _): agent.answerReferral(leg, status: 403, at: now)
        case .confirmed, .referralProgress, .probed, .registered, .registrationFailed: return
        }
    }

    private mutating func take(
        _ incoming: SIPIncomingCall,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard lines.count < settings.callsMax else {
            agent.end(incoming.leg, status: 503, at: now)
            return
        }
        lastCall += 1
        let id = TelephoneCallID(number: lastCall)
        // The legs of one call need few numbers; a million apart, no two calls share one.
        let call = TelephoneCall(
            offer: incoming.offer,
            clerks: settings.clerks.count,
            origin: lastCall * 1_000_000
        )
        guard var call else {
            agent.end(incoming.leg, status: 488, at: now)
            return
        }
        let orders = call.begin()
        lines[id] = Line(
            call: call,
            legs: [.citizen: incoming.leg],
            request: incoming.request,
            target: nil
        )
        parties[incoming.leg] = (id, .citizen)
        carryOut(orders, of: id, &agent, at: now)
    }

    private mutating func tell(
        _ deed: TelephoneCall.Deed,
        of leg: SIPLegID,
        isOver: Bool = false,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let (id, party) = parties[leg] else { return }
        if isOver {
            parties[leg] = nil
            if lines[id]?.legs[party] == leg { lines[id]?.legs[party] = nil }
        }
        guard let orders = lines[id]?.call.receive(deed, of: party) else { return }
        carryOut(orders, of: id, &agent, at: now)
    }

    // MARK: What telephones are to do

    private mutating func carryOut(
        _ orders: [TelephoneCall.Order],
        of id: TelephoneCallID,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        for order in orders {
            switch order {
            case .call(let party, let body): call(party, body, of: id, &agent, at: now)
            case .tell(let notice):
                if notice == .over { lines[id] = nil }
                onNotice(id, notice)
            case .ring(let party, let status):
                if let leg = leg(party, id) { agent.ring(leg, status: status, at: now) }
            case .answer(let party, let body):
                if let leg = leg(party, id) { agent.answer(leg, body: body, at: now) }
            case .answerOffer(let party, let status, let body):
                guard let leg = leg(party, id) else { continue }
                agent.answerOffer(leg, status: status, body: body, at: now)
            case .end(let party, let status):
                guard let leg = leg(party, id) else { continue }
                lines[id]?.legs[party] = nil
                agent.end(leg, status: status, at: now)
            case .reoffer(let party, let body):
                let isAsked = leg(party, id).map { agent.reoffer($0, body: body, at: now) } ?? false
                guard !isAsked,
                    let more = lines[id]?.call.receive(.reofferRefused(status: 491), of: party)
                else { continue }
                carryOut(more, of: id, &agent, at: now)
            }
        }
    }

    private func leg(_ party: TelephoneCall.Party, _ id: TelephoneCallID) -> SIPLegID? {
        lines[id]?.legs[party]
    }

    private mutating func call(
        _ party: TelephoneCall.Party,
        _ body: [UInt8],
        of id: TelephoneCallID,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let line = lines[id], let uri = uri(of: party, line) else { return }
        var call = SIPOutgoingCall(peer: settings.peer, uri: uri, body: body)
        call.maxForwards = (line.request.maxForwards ?? 70) - 1
        let caller = line.request.fields["P-Asserted-Identity"]
        call.fields.append(
            "P-Asserted-Identity",
            caller ?? "<\(line.request.envelope.from.uri)>"
        )
        if party == .target, let context = line.target?.context {
            let hexadecimal = context.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            call.fields.append("User-to-User", "\(hexadecimal.joined());encoding=hex")
        }
        if let leg = agent.call(call, at: now) {
            lines[id]?.legs[party] = leg
            parties[leg] = (id, party)
        } else if let more = lines[id]?.call.receive(.refused(status: 503), of: party) {
            carryOut(more, of: id, &agent, at: now)
        }
    }

    private func uri(of party: TelephoneCall.Party, _ line: Line) -> SIPURI? {
        switch party {
        case .citizen: nil
        case .clerk(let index): settings.clerks[index]
        case .target: line.target?.uri
        }
    }
}
