import DeskTesting
import NIOCore
import NIOPosix
import Testing

@testable import SIPProtocol

@Suite("Sockets that break", .serialized)
struct ExchangeTests {
    private typealias Exchange = NIOLoopBound<SIPExchange<AnsweringApplication>>

    /// To everybody nothing may be sent, as behind a firewall (EACCES).
    private static let everybody = SIPHop(.udp, .ipv4(SIPIPv4Address(number: 0xFFFF_FFFF)), 9)
    private let own: SIPHop
    private let loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()

    init() throws { own = SIPHop(.udp, EndpointTests.loopback, try freePort()) }

    private func open() async throws -> Exchange {
        var settings = SIPUserAgentSettings(
            addresses: [.udp: own],
            peers: [SIPPeer(name: "peer", hops: [Self.everybody])]
        )
        // What cannot be sent is not sent again meanwhile.
        settings.timers = SIPTimers(t1: .seconds(60))
        return try await loop.submit { [loop, settings] in
            let exchange = SIPExchange(
                agent: SIPUserAgent(settings),
                application: AnsweringApplication(),
                security: nil,
                loop: loop
            )
            return NIOLoopBound(exchange, eventLoop: loop)
        }.get()
    }

    private func eventually(_ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while try await !isSo() {
            try #require(ContinuousClock.now < deadline, "it never was so")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What was told of places that cannot be reached, once there are so many.
    private func troubles(_ exchange: Exchange, atLeast count: Int) async throws -> [SIPHop] {
        var hops: [SIPHop] = []
        try await eventually {
            let events = try await loop.submit {
                exchange.value.act { application, _, _ in application.events }
            }.get()
            hops = events.compactMap { event in
                guard case .unreachable(let hop, let reason) = event, !reason.isEmpty else {
                    return nil
                }
                return hop
            }
            return hops.count >= count
        }
        return hops
    }

    @Test("are told of although something else could not be sent long ago")
    func brokenLater() async throws {
        let exchange = try await open()
        try await loop.flatSubmit { [own] in exchange.value.listen(.udp, at: own) }.get()
        let uri = try SIPURI("sip:bygglov@192.0.2.20")
        let call = SIPOutgoingCall(peer: "peer", uri: uri, body: TestLine.session)
        try await loop.submit {
            _ = exchange.value.act { _, agent, now in agent.call(call, at: now) }
        }.get()
        #expect(try await troubles(exchange, atLeast: 1) == [Self.everybody])
        // A stream's socket has nothing to do with datagrams.
        let stream = SIPHop(.tcp, own.host, own.port)
        try await loop.submit { exchange.value.lost(.tcp, stream) }.get()
        #expect(try await troubles(exchange, atLeast: 2) == [Self.everybody, stream])
        try await eventually {
            try await loop.submit { exchange.value.sockets[.udp] != nil }.get()
        }
        try await loop.submit { exchange.value.sockets[.udp]?.close(promise: nil) }.get()
        #expect(try await troubles(exchange, atLeast: 3) == [Self.everybody, stream, own])
        try await loop.submit { exchange.value.close() }.get()
    }

    @Test("are told of once while they cannot be opened", arguments: [SIPTransport.udp, .tcp])
    func noAddress(of transport: SIPTransport) async throws {
        let exchange = try await open()
        // Nobody has an address that is for documentation.
        let address = SIPHop(transport, .ipv4(SIPIPv4Address(number: 0xC000_0201)), own.port)
        try await loop.submit { exchange.value.reopen(transport, address) }.get()
        #expect(try await troubles(exchange, atLeast: 1) == [address])
        // As long as several more tries take.
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await troubles(exchange, atLeast: 1) == [address])
        try await loop.submit { exchange.value.close() }.get()
    }
}
