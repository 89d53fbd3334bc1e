import DNSClient
import Logging
import NIOPosix
import SIPProtocol

/// Asks where the telephone system's names lead, as often as their records say.
struct PeerFinder: Sendable {
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
    /// - Parameters:
    ///   - endpoint: what is to know.
    ///   - peer: the peer's name.
    ///   - former: what was found before.
    /// - Returns: what was found; nil when nobody needs to be asked, or the house is being left.
    func find(
        _ endpoint: SIPEndpoint<Telephony>,
        _ peer: String,
        after former: SIPLocations? = nil
    ) async -> SIPLocations? {
        guard places.contains(where: { $0.name != nil }) else { return nil }
        let found: SIPLocations
        do {
            found = try await resolver.run { [places, transports] questions in
                SIPLocations(of: places, by: transports, after: former) {
                    (name, kind) throws(DNSFailure) in
                    try questions.records(of: name, kind)
                }
            }
            if !found.servers.isEmpty {
                try await endpoint.act { _, agent, _ in agent.relocate(peer, to: found.servers) }
            }
        } catch {
            // The house is being left: the pool or the endpoint has ended.
            return nil
        }
        trunk.note(found.failures, found.servers, logger)
        return found
    }

    func run(
        _ endpoint: SIPEndpoint<Telephony>,
        _ peer: String,
        after first: SIPLocations
    ) async {
        var last = first
        while true {
            do { try await Task.sleep(for: last.pause) } catch { return }
            guard let found = await find(endpoint, peer, after: last) else { return }
            last = found
        }
    }
}
