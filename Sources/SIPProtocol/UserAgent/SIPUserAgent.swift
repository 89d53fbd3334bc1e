public import Cryptography

/// A SIP user agent as a value: messages and time go in, octets and events come out.
///
/// It holds no socket and no clock, so that every race can be played through line by line; the
/// endpoint is the thin part that does. Times are durations since any fixed moment.
public struct SIPUserAgent: Sendable {
    /// What a request of ours was for, and how it may be tried again.
    struct Question: Sendable {
        enum Purpose: Sendable, Hashable {
            case invite(SIPLegID)
            case cancel
            case bye
            case acknowledgementOfReliable(SIPLegID)
            case reinvite(SIPLegID)
            case update(SIPLegID)
            case refer(SIPLegID)
            case probe
            case register(Int)
            case subscribe(Int)
        }

        let purpose: Purpose
        let peer: String
        var request: SIPRequest
        /// Hops that are left to try.
        var hops: [SIPHop]
        var path: SIPPath
        /// How often we proved who we are.
        var proofs = 0
    }

    enum Alarm: Sendable, Hashable {
        case leg(SIPLegID)
        case registration(Int)
        case subscription(Int)
    }

    /// Methods that are served; what Allow says.
    ///
    /// REFER is not among them: nobody sends us anywhere.
    static let methods: [SIPMethod] = [
        .invite, .ack, .cancel, .bye, .options, .prack, .update, .notify,
    ]
    /// Extensions that are understood; what Supported says.
    static let extensions: Set = ["100rel", "timer", "replaces"]

    var settings: SIPUserAgentSettings
    /// Octets nobody can foresee; tests bring their own.
    private let random: @Sendable (Int) -> [UInt8]
    var transactions: SIPTransactions
    var questions: [SIPTransactionKey: Question] = [:]
    var legs: [SIPLegID: SIPLeg] = [:]
    /// The legs by the dialogs that they are in, early ones too.
    var dialogs: [SIPDialogID: SIPLegID] = [:]
    /// The legs of unanswered and lately answered INVITEs, by their server's transaction.
    var asked: [SIPTransactionKey: SIPLegID] = [:]
    var registrations: [SIPRegistration] = []
    var subscriptions: [SIPSubscription] = []
    var guards: [String: SIPDigestGuard]
    var restingHops: [SIPHop: Duration] = [:]
    /// Where a peer was while calls began that are still on.
    var formerHosts: [SIPHost: String] = [:]
    var alarms = SIPDeadlines<Alarm>()
    var actions: [SIPAction] = []
    /// The hashes of the Call-IDs of calls that we made and that are over, oldest first: as many as
    /// may be on.
    var formerCalls: [Int] = []
    private var lastLeg: UInt64 = 0

    /// Begins with no call.
    public init(
        _ settings: SIPUserAgentSettings,
        random: @escaping @Sendable (Int) -> [UInt8] = { randomBytes($0) }
    ) {
        self.settings = settings
        self.random = random
        transactions = SIPTransactions(
            timers: settings.timers,
            transactionsMax: settings.transactionsMax
        )
        guards = [:]
        for peer in settings.peers {
            guard let caller = peer.caller else { continue }
            guards[peer.name] = SIPDigestGuard(
                realm: settings.realm,
                account: caller,
                key: random(32),
                algorithms: peer.callerDigests
            )
        }
    }

    /// When ``tick(at:)`` wants to be called, at the latest.
    public var due: Duration? { earliest(transactions.due, alarms.earliest) }

    /// Calls at present, those that are ending among them.
    var legsCount: Int { legs.count }

    /// What is to be done, in order; whoever takes it does it.
    public mutating func takeActions() -> [SIPAction] {
        defer { actions = [] }
        return actions
    }

    /// True for the Call-ID of a call of ours, or of the way that one of ours came.
    ///
    /// A call that we made is ours for a while after its end too: what its peer tells others of it
    /// may come later than its BYE. One that came to us is not, for its system may ring others by the
    /// same name once we have let it go.
    public func hasCall(named callID: String) -> Bool {
        legs.values.contains { $0.invite.envelope.callID == callID }
            || formerCalls.contains(callID.hashValue)
    }

    /// The peer that this address is of; nil for a stranger, who is not heard.
    public func peer(at host: SIPHost) -> SIPPeer? {
        settings.peers.first { $0.isHeard(from: host) }
            ?? formerHosts[host].flatMap { peer(named: $0) }
    }

    /// Takes what a reader made of octets from this place.
    public mutating func receive(_ reading: SIPReading, from path: SIPPath, at now: Duration) {
        guard let peer = peer(at: path.hop.host) else { return }
        switch reading {
        case .keepAlive, .discarded: return
        case .refused(let refusal): actions.append(.send(refusal.bytes(tag: identifier()), path))
        case .message(.response(let response)):
            restingHops[path.hop] = nil
            // A response to nothing that we asked is nobody's business of ours (§18.1.2).
            _ = transactions.receive(response, at: now)
        case .message(.request(let request)): serve(request, of: peer, from: path, at: now)
        }
        settle(at: now)
    }

    /// Lets everything happen whose time has come.
    public mutating func tick(at now: Duration) {
        transactions.tick(at: now)
        settle(at: now)
        while let alarm = alarms.popDue(at: now) {
            switch alarm {
            case .leg(let id): tickLeg(id, at: now)
            case .registration(let account): refreshRegistration(account, at: now)
            case .subscription(let place): refreshSubscription(place, at: now)
            }
            settle(at: now)
        }
    }

    /// Nothing could be sent to this place, or its connection broke; the reason, where one is known,
    /// is told to the application.
    public mutating func transportFailed(
        to hop: SIPHop,
        reason: String? = nil,
        at now: Duration
    ) {
        if let reason { actions.append(.tell(.unreachable(hop, reason: reason))) }
        transactions.transportFailed(to: hop)
        settle(at: now)
    }

    /// Asks a peer whether it lives; ``SIPEvent/probed(peer:status:)`` follows.
    public mutating func probe(_ name: String, at now: Duration) {
        guard let peer = peer(named: name), let hop = peer.hops.first,
            let uri = try? SIPURI(host: hop.host, port: hop.port)
        else {
            actions.append(.tell(.probed(peer: name, status: nil)))
            return
        }
        ask(.probe, newRequest(.options, SIPAnyURI(uri)), of: peer, at: now)
        settle(at: now)
    }

    // MARK: Tools of the parts

    /// Sends what the transactions want sent and deals with what they learned, until all is quiet.
    mutating func settle(at now: Duration) {
        while true {
            let outputs = transactions.takeOutputs()
            guard !outputs.isEmpty else { return }
            for output in outputs {
                switch output {
                case .send(let message, let path): actions.append(.send(message.bytes, path))
                case .response(let response, let key): receive(response, in: key, at: now)
                case .failed(let key, let failure): fail(key, failure, at: now)
                }
            }
        }
    }

    mutating func newLeg() -> SIPLegID {
        lastLeg += 1
        return SIPLegID(number: lastLeg)
    }

    /// 80 bits that nobody can foresee, for tags, branches and Call-IDs (RFC 3261 §19.3).
    func identifier() -> String { Base32.encode(random(10)) }

    /// From nothing up to 1, without it, evenly.
    func randomShare() -> Double {
        let octets = random(3).reduce(0) { $0 << 8 | Int($1) }
        return Double(octets) / Double(1 << 24)
    }

    /// From nothing up to `limit`, evenly.
    func randomDuration(below limit: Duration) -> Duration { limit * randomShare() }

    func peer(named name: String) -> SIPPeer? { settings.peers.first { $0.name == name } }

    /// Where we are reached by this transport, as Contact says it.
    func contact(_ transport: SIPTransport) -> String {
        let address = settings.address(for: transport)
        let suffix = address.transport == .udp ? "" : ";transport=\(address.transport.rawValue)"
        return "<sip:\(settings.user)@\(address.host):\(address.port)\(suffix)>"
    }

    /// Our address as From has it.
    func localURI(_ transport: SIPTransport) -> SIPURI {
        let address = settings.address(for: transport)
        guard let uri = try? SIPURI(user: settings.user, host: address.host) else {
            preconditionFailure("a user and a host make a URI")
        }
        return uri
    }
}
