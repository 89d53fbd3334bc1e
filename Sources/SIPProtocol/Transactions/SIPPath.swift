/// How messages travel (RFC 3261 §18).
public enum SIPTransport: String, Sendable, Hashable, CaseIterable {
    case udp
    case tcp
    case tls

    /// True when the transport itself repeats what is lost.
    public var isReliable: Bool { self != .udp }
    /// Where it is listened to when nobody says otherwise (§19.1.2).
    public var usualPort: UInt16 { self == .tls ? 5061 : 5060 }
    /// As it stands in Via.
    var viaName: String { rawValue.uppercased() }
}

/// A place that requests are sent to (RFC 3263 §4).
public struct SIPHop: Sendable, Hashable, CustomStringConvertible {
    /// How.
    public var transport: SIPTransport
    /// An address; over TLS the certificate must be its, or its ``name``'s.
    public var host: SIPHost
    /// 1...65535.
    public var port: UInt16
    /// The name that led to the address, and that the certificate must be of; nil where the address
    /// itself was given.
    public var name: SIPDomainName?

    /// Names every member; without a port the transport's usual one.
    public init(
        _ transport: SIPTransport,
        _ host: SIPHost,
        _ port: UInt16? = nil,
        name: SIPDomainName? = nil
    ) {
        self.transport = transport
        self.host = host
        self.port = port ?? transport.usualPort
        self.name = name
    }

    /// For the log: `tcp:192.0.2.4:5060`.
    public var description: String { "\(transport.rawValue):\(host):\(port)" }
}

/// Where a message came from or goes to.
public struct SIPPath: Sendable, Hashable {
    /// The place; used when there is no connection, or it has closed.
    public var hop: SIPHop
    /// The stream that it came by, numbered by the endpoint.
    public var connection: Int?

    /// Names both.
    public init(_ hop: SIPHop, connection: Int? = nil) {
        self.hop = hop
        self.connection = connection
    }

    /// The way back to whoever sent a request (RFC 3261 §18.2.2, RFC 3581 §4).
    ///
    /// Always to the address it came from: a Via that names another would make us send where a
    /// stranger points.
    func back(by via: SIPVia) -> SIPPath {
        guard connection == nil else {
            return SIPPath(SIPHop(hop.transport, hop.host, via.port), connection: connection)
        }
        let wantsSource = via.parameters.contains { $0.name == "rport" }
        return SIPPath(SIPHop(hop.transport, hop.host, wantsSource ? hop.port : via.port))
    }
}

extension SIPRequest {
    /// Notes in the topmost Via where the request came from (RFC 3261 §18.2.1, RFC 3581 §4).
    mutating func noteSource(_ source: SIPHop) {
        guard var via = envelope.vias.first else { return }
        let wantsPort = via.parameters.value("rport") != nil
        if wantsPort { via.parameters.set(SIPParameter("rport", "\(source.port)")) }
        if wantsPort || via.host != source.host {
            let address = source.host.description
            via.parameters.set(SIPParameter("received", address.trimmingBrackets))
        }
        envelope.vias[0] = via
    }
}

extension String {
    /// An IPv6 address stands in `received` without its brackets (RFC 3261 §25.1).
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
