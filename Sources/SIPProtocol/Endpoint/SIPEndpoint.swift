import Cryptography
import NIOCore
import NIOPosix
import NIOSSL

/// The sockets and the clock of a user agent: UDP, TCP and TLS (RFC 3261 §18).
///
/// Everything happens on one event loop; here is only how octets get there and away.
public struct SIPEndpoint<Application: SIPApplication>: Sendable {
    private let loop: any EventLoop
    private let exchange: NIOLoopBound<SIPExchange<Application>>

    /// Opens the sockets that ``SIPUserAgentSettings/addresses`` name.
    ///
    /// - Parameters:
    ///   - settings: the user agent's.
    ///   - certificates: wanted when TLS is among the addresses or the peers' hops.
    ///   - application: who owns the calls.
    /// - Returns: the open endpoint.
    /// - Throws: what the system says of a socket or a certificate.
    public static func open(
        _ settings: SIPUserAgentSettings,
        certificates: SIPCertificates?,
        application: Application
    ) async throws -> SIPEndpoint {
        try await open(settings, certificates: certificates, application: application) { _, _, _ in
        }
        .endpoint
    }

    /// The same, after a step that the application and the user agent take before anything is heard.
    ///
    /// - Returns: the open endpoint, and what the step came to.
    public static func open<Value: Sendable>(
        _ settings: SIPUserAgentSettings,
        certificates: SIPCertificates?,
        application: Application,
        beginning body:
            @escaping @Sendable (inout Application, inout SIPUserAgent, Duration) -> Value
    ) async throws -> (endpoint: SIPEndpoint, value: Value) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let security = try certificates.map { try SIPSecurity($0) }
        let exchange = try await loop.submit {
            NIOLoopBound(
                SIPExchange(
                    agent: SIPUserAgent(settings),
                    application: application,
                    security: security,
                    loop: loop
                ),
                eventLoop: loop
            )
        }.get()
        let endpoint = SIPEndpoint(loop: loop, exchange: exchange)
        let value = try await endpoint.act(body)
        do {
            for (transport, address) in settings.addresses {
                try await loop.flatSubmit { exchange.value.listen(transport, at: address) }.get()
            }
        } catch {
            await endpoint.close()
            throw error
        }
        return (endpoint, value)
    }

    /// Runs a step on the application and the user agent; what follows from it is done.
    public func act<Value: Sendable>(
        _ body: @escaping @Sendable (inout Application, inout SIPUserAgent, Duration) -> Value
    ) async throws -> Value {
        try await loop.submit { [exchange] in exchange.value.act(body) }.get()
    }

    /// Closes every socket; calls go on without us.
    public func close() async {
        // A loop that has ended has no sockets any more.
        try? await loop.submit { [exchange] in exchange.value.close() }.get()
    }
}

/// Why an endpoint could not open, or a connection was not taken.
public enum SIPEndpointError: Error, Sendable, Hashable {
    /// TLS is wanted and there is nothing to show.
    case noCertificates
    /// The connection came from nobody that is listed, or there are too many.
    case notHeard
    /// The certificate that was shown is not of any host of the peer's.
    case notOfPeer
}

/// The two sides of TLS, read from their files once.
struct SIPSecurity: Sendable {
    let server: NIOSSLContext
    let client: NIOSSLContext
    /// Whether who connects must show a certificate.
    let wantsPeerCertificate: Bool

    init(_ certificates: SIPCertificates) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(certificates.certificateFile)
            .map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKeySource.privateKey(
            NIOSSLPrivateKey(file: certificates.keyFile, format: .pem)
        )
        let roots = certificates.authoritiesFile.map { NIOSSLTrustRoots.file($0) } ?? .default
        var server = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: key
        )
        server.minimumTLSVersion = .tlsv12
        server.trustRoots = roots
        server.certificateVerification =
            certificates.wantsPeerCertificate ? .noHostnameVerification : .none
        var client = TLSConfiguration.makeClientConfiguration()
        client.minimumTLSVersion = .tlsv12
        client.trustRoots = roots
        client.certificateVerification = .fullVerification
        client.certificateChain = chain
        client.privateKey = key
        self.server = try NIOSSLContext(configuration: server)
        self.client = try NIOSSLContext(configuration: client)
        wantsPeerCertificate = certificates.wantsPeerCertificate
    }

    /// True when who connected by this channel has shown a certificate of one of these hosts: that
    /// some authority has signed it says nothing of who it is (RFC 5922 §7.3).
    static func shows(_ channel: any Channel, anyOf hosts: Set<SIPHost>) -> Bool {
        // Without a TLS handler there is no certificate, and nobody is let in.
        let tls = try? channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        guard let shown = try? tls?.peerCertificate?.toDERBytes() else { return false }
        return hosts.contains { Certificate.isOf($0.socketName, der: shown) }
    }
}

extension SIPHost {
    /// As a socket wants it: an IPv6 address without brackets.
    var socketName: String {
        if case .ipv6(let address) = self { address.description } else { description }
    }

    /// The host of a socket's address.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        guard let host = try? SIPHost(text.contains(":") ? "[\(text)]" : text) else { return nil }
        self = host
    }
}
