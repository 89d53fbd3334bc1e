/// Where an operator says that a peer is: an address, or a name that leads to some.
///
/// `udp:192.0.2.20:5060`, `tls:pbx.example.org:5061`; without a port a name is asked for by SRV, and
/// after `sip:` or `sips:` the name itself says by what transport it is reached (RFC 3263 §4.1).
public struct SIPPlace: Sendable, Hashable, CustomStringConvertible {
    /// By what it is reached.
    public enum Way: Sendable, Hashable {
        case transport(SIPTransport)
        /// By whatever the name's own records prefer; over TLS alone where it is secure.
        case any(isSecure: Bool)
    }

    /// By what it is reached.
    public var way: Way
    /// A name or an address.
    public var host: SIPHost
    /// nil leaves it to the name's records, or is the transport's usual one.
    public var port: UInt16?

    /// Reads one.
    ///
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "sip": way = .any(isSecure: false)
        case "sips": way = .any(isSecure: true)
        default:
            guard let transport = SIPTransport(rawValue: parts[0]) else { return nil }
            way = .transport(transport)
        }
        // A URI's host and port, with nothing before or behind them.
        guard let uri = try? SIPURI("sip:" + parts[1]),
            uri == (try? SIPURI(host: uri.host, port: uri.port))
        else { return nil }
        host = uri.host
        port = uri.port
    }

    /// At a hop that is known.
    public init(_ hop: SIPHop) {
        way = .transport(hop.transport)
        host = hop.host
        port = hop.port
    }

    /// As it is written.
    public var description: String {
        let scheme =
            switch way {
            case .transport(let transport): transport.rawValue
            case .any(let isSecure): isSecure ? "sips" : "sip"
            }
        return "\(scheme):\(host)" + (port.map { ":\($0)" } ?? "")
    }

    /// The hop, where nobody needs to be asked; nil for a name.
    public var hop: SIPHop? {
        if case .name = host { return nil }
        return SIPHop(transport, host, port)
    }

    /// The name that is asked for; nil for an address.
    public var name: SIPDomainName? {
        if case .name(let name) = host { name } else { nil }
    }

    /// The transport where no record says more (RFC 3263 §4.1).
    var transport: SIPTransport {
        switch way {
        case .transport(let transport): transport
        case .any(let isSecure): isSecure ? .tls : .udp
        }
    }
}
