import Desk
import Hummingbird
import HummingbirdCore
import Logging
import MailGateway
import NIOCore
import ServiceLifecycle
import Storage
import WebAPI

extension Daemon {
    /// The API, within the bounds that the configuration sets.
    func httpDoor(
        _ desk: Desk,
        _ feed: EventFeed,
        _ observation: Observation,
        _ certificates: CertificateFiles?,
        onListening: @escaping @Sendable (any Channel) async -> Void
    ) throws -> some Service {
        let connectionsMax = boundedByDescriptors(configuration.http.connectionsMax)
        var quiet = logger
        // The framework's own records say nothing that ours do not.
        quiet.logLevel = max(.warning, logger.logLevel)
        let door = Application(
            router: WebAPI(
                desk: desk,
                checks: observation.checks,
                healthInSwedish: SwedishOutput.health,
                metrics: metrics,
                metricsPage: observation.page,
                logger: logger,
                requestsMax: configuration.http.requestsMax,
                requestsPerPersonMax: configuration.http.requestsPerPersonMax,
                requestsPerMinuteMax: configuration.http.access.requestsPerMinuteMax,
                proxies: TrustedProxies(configuration.http.access.trustedProxies),
                feed: feed,
                isSecure: certificates != nil
            ).router(),
            server: httpServer(connectionsMax: connectionsMax, certificates),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.http.host, port: configuration.http.port),
                serverName: "helpdesk",
                backlog: 1_024,
                // Those between the two limits are let in only to be told to come later.
                availableConnectionsDelegate: MeasuredConnections(
                    connectionsMax: connectionsMax + Self.connectionsTurnedAwayMax,
                    metrics: metrics
                )
            ),
            onServerRunning: onListening,
            logger: quiet
        )
        let address = "\(configuration.http.host):\(configuration.http.port)"
        return NamedDoor(base: door, key: "http.listen", address: address)
    }

    /// Connections over the limit that are told so at the same time; more wait to be let in.
    private static let connectionsTurnedAwayMax = 256

    /// Never more than there can be: without a descriptor left, nothing could be opened any more.
    private func boundedByDescriptors(_ wanted: Int) -> Int {
        let others = configuration.mail.connectionsMax + Self.connectionsTurnedAwayMax
        let room = Descriptors.raiseLimit() - Descriptors.ownMax - others
        guard wanted > room else { return wanted }
        let bounded = max(1, room)
        logger.warning(
            "http.connections-max is more than the limit of descriptors allows: raise LimitNOFILE",
            metadata: ["connections-max": "\(bounded)"]
        )
        return bounded
    }

    private func httpServer(
        connectionsMax: Int,
        _ certificates: CertificateFiles?
    ) -> HTTPServerBuilder {
        let http = configuration.http
        let connections = ConnectionCount(max: connectionsMax)
        let addresses = AddressCount(
            max: http.access.connectionsPerAddressMax,
            exempt: TrustedProxies(http.access.trustedProxies)
        )
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConversationRules(),
                ConnectionBounds(connections, transferTime: http.transferTime),
                RefusedRequests.Entrance(
                    isSecure: certificates != nil,
                    fieldBytesMax: HTTPAccess.headerBytesMax
                ),
            ],
            idleTimeout: http.idleTime,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: HTTPAccess.headerBytesMax,
                maxHeaderListSize: HTTPAccess.headerBytesMax,
                maxHeaderFieldCount: HTTPAccess.headersMax
            )
        )
        guard let certificates else { return .loopBound(channel, addresses: addresses) }
        return .loopBoundTLS(
            certificates.configuration,
            channel,
            addresses: addresses,
            idleTime: .nanoseconds(http.idleTime.nanoseconds),
            handshakeTime: http.idleTime
        )
    }

    /// What the door shows who it is by; nil without TLS.
    func certificateFiles() throws -> CertificateFiles? {
        guard let certificate = configuration.http.certificate, let key = configuration.http.key
        else { return nil }
        return try CertificateFiles(certificate: certificate, key: key, logger: logger)
    }
}
