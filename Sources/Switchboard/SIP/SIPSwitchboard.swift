public import DNSClient
public import Desk
import Foundation
public import SIPProtocol

/// What an operator decides about a switchboard that carries calls itself.
///
/// - Configuration keys, below `switchboard`:
///   - `sip.name` (string, default the machine's name): tells daemons on one store apart.
///   - `sip.listen` (list, required): `udp:`, `tcp:` or `tls:` and `IP:PORT`.
///   - `sip.peers` (list, required): where the telephone system is, the best first, as ``SIPPlace``.
///   - `sip.nameservers` (list of IPv4 addresses): who is asked for its names; default the system's.
///   - `sip.sources` (list of addresses): where its calls come from, besides the peers.
///   - `sip.username`, `sip.password` (secret): who we are to it, when it asks.
///   - `sip.caller-username`, `sip.caller-password` (secret): who it must prove to be.
///   - `sip.caller-digest` (`any`, `SHA-256` or `MD5`, default `any`): and by what.
///   - `sip.register` (SIP URI), `sip.register-seconds` (int, default 600, 60…86 400).
///   - `sip.watch` (list of user names or SIP URIs), `sip.watch-seconds` (int, default 600, 60…86 400).
///   - `sip.certificate`, `sip.key`, `sip.ca-file` (PEM files), `sip.peer-certificate` (bool).
///   - `sip.number-host` (host): whom destinations are called at that have a number only.
///   - `sip.transfer` (`3pcc` or `refer`, default `3pcc`).
///   - `sip.context-url` (string, default `http.public-url` and `/v1/handoffs/`): begins the address
///     that receivers are shown.
///   - `agents` (list of `USER=SIP-URI`), `agent-uri` (SIP URI with `{username}`).
///   - `numbers` (list of E.164 beginnings): what may be dialled that no destination has.
///   - `ringing` (`all` or `longest-idle`), `clerk-ring-seconds`, `target-ring-seconds`.
///   - `queue-calls-max`, `queue-seconds-max`, `overflow` (a destination), `calls-max`.
public struct SIPSwitchboardSettings: Sendable {
    /// Tells the daemons on one store apart; the same after a restart.
    public var name: String
    /// Sockets and peers.
    public var userAgent: SIPUserAgentSettings
    /// Where the telephone system is, as the operator says it.
    public var places: [SIPPlace] = []
    /// Who is asked where its names lead; none means the system's own.
    public var nameServers: [DNSResolver.Server] = []
    /// Wanted for TLS.
    public var certificates: SIPCertificates?
    /// How calls are taken.
    public var telephony: TelephonySettings
    /// Who is rung for whom.
    public var telephones: StaffTelephones
    /// Where destinations are called that have a number only.
    public var numberHost: SIPHost
    /// Beginnings of numbers, digits with the country's first, that may be dialled freely.
    public var numberRanges: [String] = []
    /// The destination of what is too much.
    public var overflow: String?
    /// Begins the address that a receiver is shown; nil for none.
    public var contextURL: String?
    /// Telephones whose calls do not pass the desk, and show up in the caller log all the same.
    public var watched: [WatchedTelephone] = []
    /// How long the telephone system tells of them before it is asked again.
    public var watchInterval = Duration.seconds(600)
    /// What is registered at the peer, and for how long.
    public var registration: (address: SIPURI, interval: Duration)?

    /// Names what has no default.
    public init(
        name: String,
        userAgent: SIPUserAgentSettings,
        telephony: TelephonySettings,
        telephones: StaffTelephones,
        numberHost: SIPHost
    ) {
        self.name = name
        self.userAgent = userAgent
        self.telephony = telephony
        self.telephones = telephones
        self.numberHost = numberHost
    }
}

/// The telephones of staff: a rule, and exceptions from it.
public struct StaffTelephones: Sendable, Hashable {
    /// With `{username}` in it; nil when only the exceptions have a telephone.
    public var pattern: String?
    /// By user name.
    public var exceptions: [String: SIPURI]

    /// Names both.
    public init(pattern: String? = nil, exceptions: [String: SIPURI] = [:]) {
        self.pattern = pattern
        self.exceptions = exceptions
    }

    /// The telephone of a member of staff.
    public subscript(staff: String) -> SIPURI? {
        if let exception = exceptions[staff] { return exception }
        guard let pattern else { return nil }
        // A user name is no place for anything that means something in a URI (RFC 3261 §25.1).
        let name = staff.utf8.reduce(into: "") { text, octet in
            let scalar = Unicode.Scalar(octet)
            let isPlain =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar)
            let digits = String(octet, radix: 16, uppercase: true)
            text += isPlain ? String(scalar) : "%" + (octet < 16 ? "0" : "") + digits
        }
        return try? SIPURI(pattern.replacing("{username}", with: name))
    }
}

/// A switchboard that carries calls itself, over SIP; those that do not pass it, people hand off.
public struct SIPSwitchboard: SwitchboardPort {
    /// Every destination a hand-off may name, and where calls to it go.
    public let directory: DestinationDirectory
    let settings: SIPSwitchboardSettings
    let bell = Bell()
    /// How it stands with the telephone system.
    public let trunk = TrunkStatus()

    /// Takes the directory of destinations.
    public init(directory: DestinationDirectory, settings: SIPSwitchboardSettings) {
        self.directory = directory
        self.settings = settings
    }

    /// The call does not pass us: it is the clerk's turn to dial.
    public func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) {
        ManualSwitchboard(directory: directory).accept(handoff)
    }

    /// From the configuration only: whoever could name a telephone could have any number called.
    public func telephone(of staff: String) -> String? {
        settings.telephones[staff]?.description
    }

    /// The number in the allowed ranges, as a destination of its own.
    public func destination(dialling number: String) -> Destination? {
        guard let read = try? TelephoneNumber(number, in: .sweden),
            settings.numberRanges.contains(where: { read.digits.hasPrefix($0) })
        else { return nil }
        return Destination(
            id: "tel:\(read)",
            name: "\(read)",
            kind: .contractor,
            number: "\(read)",
            uri: nil,
            topics: []
        )
    }

    /// Looks into the store at once.
    public func wake() { bell.ring() }

    // MARK: Who is called

    /// Who takes a hand-off, in this order.
    func targets(of handoff: Handoff, at moment: Date) -> [HandoffTarget] {
        // Closed since the clerk asked: asking is what counts.
        let route = try? directory.route(to: handoff.destination.id, at: moment)
        let others = route.map { [$0.destination] + $0.next } ?? []
        let destinations =
            [handoff.destination] + others.filter { $0.id != handoff.destination.id }
        let context = [
            "\(handoff.ticket.rawValue)", settings.contextURL.map { "\($0)\(handoff.id)" },
        ]
        let text = context.compactMap { $0 }.joined(separator: " ")
        return destinations.compactMap { target($0, context: text) }
    }

    /// Who takes what is too much, in this order; nobody outside their hours.
    func overflowTargets(at moment: Date) -> [HandoffTarget] {
        guard let id = settings.overflow,
            let route = try? directory.route(to: id, at: moment)
        else { return [] }
        return ([route.destination] + route.next).compactMap { target($0, context: "") }
    }

    private func target(_ destination: Destination, context: String) -> HandoffTarget? {
        guard let uri = uri(of: destination) else { return nil }
        return HandoffTarget(
            destination: destination.id,
            name: destination.name,
            uri: uri,
            context: context
        )
    }

    private func uri(of destination: Destination) -> SIPURI? {
        if let text = destination.uri { return try? SIPURI(text) }
        return destination.number.flatMap {
            try? SIPURI("sip:\($0)@\(settings.numberHost);user=phone")
        }
    }
}

/// Wakes whoever waits at it; rung twice before anybody listens, it sounds once.
struct Bell: Sendable {
    let sounds: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (sounds, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }
}
