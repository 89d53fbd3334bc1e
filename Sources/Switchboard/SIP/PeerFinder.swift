import DNSClient
import Logging
import NIOPosix
import SIPProtocol

/// Asks where the telephone system's names lead, as often as their records say.
struct PeerFinder: Sendable {
    /// The pause while nobody knows.
    private static let pause = Duration.seconds(30)

    private let places: [SIPPlace]
    private let transports: [SIPTransport]
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let resolver: DNSResolver
    private let trunk: TrunkStatus
    private let logger: Logger

    init(_ settings: SIPSwitchboardSettings, _ trunk: TrunkStatus, _ logger: Logger) {
        places = settings.places
        transports = SIPTransport.allCases.filter { settings.userAgent.addresses[$0] != nil }
        resolver = DNSResolver(servers: settings.nameServers, pool: pool)
        self.trunk = trunk
        self.logger = logger
        pool.start()
    }

    func close() async {
        // A thread that asks still ends with its question.
        try? await pool.shutdownGracefully()
    }

    /// Asks once, and tells the endpoint.
    ///
    /// - Returns: when to ask again; nil when nobody needs to be asked.
    func find(_ endpoint: SIPEndpoint<Telephony>, _ peer: String) async -> Duration? {
        guard places.contains(where: { $0.name != nil }) else { return nil }
        let found: Found
        do {
            found = try await resolver.run { [places, transports] questions in
                Found(places, transports, questions)
            }
            if !found.servers.isEmpty {
                try await endpoint.act { _, agent, _ in agent.relocate(peer, to: found.servers) }
            }
        } catch {
            // The house is being left: the pool or the endpoint has ended.
            return Self.pause
        }
        trunk.note(found.failures, found.servers, logger)
        return found.failures.isEmpty ? found.timeToLive : min(found.timeToLive, Self.pause)
    }

    func run(
        _ endpoint: SIPEndpoint<Telephony>,
        _ peer: String,
        after first: Duration
    ) async {
        var pause = first
        while true {
            do { try await Task.sleep(for: pause) } catch { return }
            pause = await find(endpoint, peer) ?? Self.pause
        }
    }

    /// What all places came to.
    private struct Found: Sendable {
        var servers: [SIPServer] = []
        var failures: [SIPLocationFailure] = []
        var timeToLive = Duration.seconds(3_600)

        init(
            _ places: [SIPPlace],
            _ transports: [SIPTransport],
            _ questions: DNSQuestions
        ) {
            var locator = SIPLocator(transports: transports) { (name, kind) throws(DNSFailure) in
                try questions.records(of: name, kind)
            }
            for (number, place) in places.enumerated() {
                do throws(SIPLocationFailure) {
                    let location = try locator.locate(place)
                    timeToLive = min(timeToLive, location.timeToLive)
                    // The places stand in the operator's order, whatever their own records say.
                    servers += location.servers.map {
                        SIPServer($0.hop, rank: number << 32 | $0.rank, weight: $0.weight)
                    }
                } catch {
                    failures.append(error)
                }
            }
        }
    }
}
