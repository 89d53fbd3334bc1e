import DeskTesting
import Synchronization
import Testing

@testable import SIPProtocol

/// Octets that look like chance and are the same each time.
final class SeededOctets: Sendable {
    private let state: Mutex<SeededRandom>

    init(seed: UInt64) { state = Mutex(SeededRandom(seed: seed)) }

    func take(_ count: Int) -> [UInt8] {
        state.withLock { state in (0..<count).map { _ in UInt8(truncatingIfNeeded: state.next()) } }
    }
}

/// Two user agents and the wire between them, with a clock that the test moves.
struct TestLine {
    enum Side: Int, Sendable {
        case helpdesk
        case exchange

        var other: Side { self == .helpdesk ? .exchange : .helpdesk }
    }

    struct Packet {
        let from: Side
        let bytes: [UInt8]

        /// `INVITE` or `180 INVITE`.
        var summary: String {
            guard case .message(let message) = SIPReading(datagram: bytes) else { return "?" }
            return switch message {
            case .request(let request): request.method.description
            case .response(let response): "\(response.status) \(response.envelope.cseq.method)"
            }
        }
    }

    var now = Duration.seconds(1_000)
    var agents: [SIPUserAgent]
    var events: [[SIPEvent]] = [[], []]
    /// What travelled, in order, what was lost among it.
    var log: [String] = []
    /// True for what is to be lost.
    var loses: (Packet) -> Bool = { _ in false }
    /// True while nothing is delivered; the packets wait.
    var isHeld = false
    private var wire: [Packet] = []
    let transport: SIPTransport

    static let session = Array("v=0\r\no=a 1 1 IN IP4 192.0.2.10\r\ns=-\r\n".utf8)
    static let otherSession = Array("v=0\r\no=b 1 1 IN IP4 192.0.2.20\r\ns=-\r\n".utf8)

    static func host(_ side: Side) -> SIPHost {
        .ipv4(SIPIPv4Address(number: 0xC000_0200 + (side == .helpdesk ? 10 : 20)))
    }

    init(
        over transport: SIPTransport = .udp,
        helpdesk: (inout SIPUserAgentSettings) -> Void = { _ in },
        exchange: (inout SIPUserAgentSettings) -> Void = { _ in }
    ) {
        self.transport = transport
        func agent(_ side: Side, _ change: (inout SIPUserAgentSettings) -> Void) -> SIPUserAgent {
            let hop = SIPHop(transport, Self.host(side))
            let peer = SIPPeer(name: "peer", hops: [SIPHop(transport, Self.host(side.other))])
            var settings = SIPUserAgentSettings(addresses: [transport: hop], peers: [peer])
            settings.sessionInterval = nil
            change(&settings)
            let octets = SeededOctets(seed: UInt64(side.rawValue) + 7)
            return SIPUserAgent(settings) { octets.take($0) }
        }
        agents = [agent(.helpdesk, helpdesk), agent(.exchange, exchange)]
    }

    /// Lets one side do something and everything travel that follows.
    @discardableResult
    mutating func act<Value>(_ side: Side, _ body: (inout SIPUserAgent, Duration) -> Value) -> Value
    {
        let value = body(&agents[side.rawValue], now)
        collect()
        return value
    }

    private mutating func collect() {
        for side in [Side.helpdesk, .exchange] {
            for action in agents[side.rawValue].takeActions() {
                switch action {
                case .send(let bytes, _): wire.append(Packet(from: side, bytes: bytes))
                case .tell(let event): events[side.rawValue].append(event)
                }
            }
        }
        if !isHeld { deliver() }
    }

    /// Lets what is on the wire arrive.
    mutating func deliver() {
        isHeld = false
        while !wire.isEmpty {
            let packet = wire.removeFirst()
            let isLost = loses(packet)
            let arrow = packet.from == .helpdesk ? ">" : "<"
            log.append("\(arrow) \(packet.summary)\(isLost ? " lost" : "")")
            if isLost { continue }
            let path = SIPPath(
                SIPHop(transport, Self.host(packet.from)),
                connection: transport.isReliable ? 1 : nil
            )
            let side = packet.from.other.rawValue
            agents[side].receive(SIPReading(datagram: packet.bytes), from: path, at: now)
            collect()
        }
    }

    /// Lets time pass, timer by timer.
    mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let due = agents.compactMap(\.due).min(), due <= end {
            now = max(now, due)
            for side in agents.indices { agents[side].tick(at: now) }
            collect()
        }
        now = end
    }

    mutating func takeLog() -> [String] {
        defer { log = [] }
        return log
    }

    mutating func takeEvents(_ side: Side) -> [SIPEvent] {
        defer { events[side.rawValue] = [] }
        return events[side.rawValue]
    }

    /// The helpdesk calls the exchange.
    mutating func call(body: [UInt8] = session) throws -> (caller: SIPLegID, called: SIPLegID) {
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let caller = act(.helpdesk) { agent, now in
            agent.call(SIPOutgoingCall(peer: "peer", uri: uri, body: body), at: now)
        }
        guard case .incoming(let call)? = events[Side.exchange.rawValue].last else {
            throw SIPDefect.startLine
        }
        events[Side.exchange.rawValue] = []
        return (try #require(caller), call.leg)
    }

    /// A call that both sides take for established, with an empty log.
    mutating func talk() throws -> (caller: SIPLegID, called: SIPLegID) {
        let legs = try call()
        act(.exchange) { $0.answer(legs.called, body: TestLine.otherSession, at: $1) }
        log = []
        events = [[], []]
        return legs
    }
}
