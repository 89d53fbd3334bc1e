public import DNSClient

/// Where a peer is at present.
public struct SIPLocation: Sendable, Hashable {
    /// Never empty.
    public var servers: [SIPServer]
    /// How long this holds.
    public var timeToLive: Duration
}

/// Why nobody knows where a peer is.
public enum SIPLocationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such name, or it names nothing that we can reach.
    case notFound(SIPPlace)
    /// No name server answered.
    case unavailable(SIPPlace)

    /// In words for an operator.
    public var description: String {
        switch self {
        case .notFound(let place): "no name server knows a way to \(place)"
        case .unavailable(let place): "no name server answers who is asked for \(place)"
        }
    }
}

/// Finds the servers of a name (RFC 3263 §4): NAPTR, then SRV, then addresses.
public struct SIPLocator {
    /// As many servers as are kept of one place.
    static let serversMax = 32
    /// As many addresses as are kept of one name.
    static let addressesMax = 8
    /// What is remembered at least, and at most, whatever the records say.
    static let timeToLive = Duration.seconds(5)...Duration.seconds(3_600)

    /// By what we can send.
    private let transports: [SIPTransport]
    private let lookup: (String, DNSRecordKind) throws(DNSFailure) -> DNSAnswer
    private var timeToLive = Self.timeToLive.upperBound
    /// Questions that no server answered, so that something may be missing.
    private var gaps = 0

    /// - Parameters:
    ///   - transports: by what we can send, the best first.
    ///   - lookup: asks for the records of a name; throws ``DNSFailure``.
    public init(
        transports: [SIPTransport],
        lookup: @escaping (String, DNSRecordKind) throws(DNSFailure) -> DNSAnswer
    ) {
        self.transports = transports
        self.lookup = lookup
    }

    /// Finds the servers of a place.
    ///
    /// - Throws: ``SIPLocationFailure``.
    public mutating func locate(_ place: SIPPlace) throws(SIPLocationFailure) -> SIPLocation {
        timeToLive = Self.timeToLive.upperBound
        gaps = 0
        if let hop = place.hop {
            return SIPLocation(servers: [SIPServer(hop)], timeToLive: timeToLive)
        }
        let servers: [SIPServer]
        do throws(DNSFailure) { servers = try find(place) } catch { throw .unavailable(place) }
        if servers.isEmpty { throw gaps > 0 ? .unavailable(place) : .notFound(place) }
        // What is missing may be there soon.
        let longest = gaps > 0 ? Self.timeToLive.lowerBound * 6 : Self.timeToLive.upperBound
        return SIPLocation(
            servers: Array(servers.prefix(Self.serversMax)),
            timeToLive: min(max(timeToLive, Self.timeToLive.lowerBound), longest)
        )
    }

    /// - Throws: ``DNSFailure/unavailable`` when nobody knows which ways there are: what is left could
    ///   be another way than the name wants, in the clear where it wants TLS.
    private mutating func find(_ place: SIPPlace) throws(DNSFailure) -> [SIPServer] {
        guard let name = place.name?.text else { return [] }
        if let port = place.port { return addresses(of: name, place.transport, port, place) }
        switch place.way {
        case .transport(let transport):
            let found = try services(of: Self.serviceName(transport, name), transport, 0, place)
            return found ?? addresses(of: name, transport, transport.usualPort, place)
        case .any(let isSecure):
            return try findAny(name, isSecure ? [.tls] : transports, place)
        }
    }

    /// The name itself says by what it is reached, or else every way is tried (§4.1).
    private mutating func findAny(
        _ name: String,
        _ usable: [SIPTransport],
        _ place: SIPPlace
    ) throws(DNSFailure) -> [SIPServer] {
        var ways = try pointers(of: name).compactMap { pointer -> (name: String, SIPTransport)? in
            guard pointer.flags.lowercased() == "s",
                let transport = Self.transport(of: pointer.service), usable.contains(transport)
            else { return nil }
            return (pointer.replacement, transport)
        }
        if ways.isEmpty { ways = usable.map { (Self.serviceName($0, name), $0) } }
        var servers: [SIPServer] = []
        var isRefused = false
        for (turn, way) in ways.enumerated() {
            do throws(DNSFailure) {
                let found = try services(of: way.name, way.1, turn << 16, place)
                isRefused = isRefused || found?.isEmpty ?? false
                servers += found ?? []
            } catch {
                // A worse way that nobody tells of costs nothing but itself.
                guard !servers.isEmpty else { throw error }
                gaps += 1
            }
        }
        guard servers.isEmpty, !isRefused, let transport = usable.last else { return servers }
        let usual = usable.contains(.udp) ? .udp : transport
        return addresses(of: name, usual, usual.usualPort, place)
    }

    private mutating func pointers(
        of name: String
    ) throws(DNSFailure) -> [DNSRecord.Pointer] {
        let pointers = try ask(name, .naptr).compactMap { record in
            if case .pointer(let pointer) = record { pointer } else { nil }
        }
        return pointers.sorted { ($0.order, $0.preference) < ($1.order, $1.preference) }
    }

    /// - Returns: nil where there are no such records; empty where they say that there is no service.
    private mutating func services(
        of name: String,
        _ transport: SIPTransport,
        _ rank: Int,
        _ place: SIPPlace
    ) throws(DNSFailure) -> [SIPServer]? {
        let services = try ask(name, .srv).compactMap { record in
            if case .service(let service) = record { service } else { nil }
        }
        guard !services.isEmpty else { return nil }
        let gapsBefore = gaps
        let servers = services.sorted { $0.priority < $1.priority }.prefix(Self.serversMax).flatMap
        {
            service -> [SIPServer] in
            guard service.target != ".", service.port > 0 else { return [] }
            let found = addresses(of: service.target, transport, service.port, place)
            return found.map {
                SIPServer(
                    $0.hop,
                    rank: rank + Int(service.priority),
                    weight: service.weight
                )
            }
        }
        // It is there, and nobody says where: another way must not take its place.
        if servers.isEmpty, gaps > gapsBefore { throw .unavailable }
        return servers
    }

    private mutating func addresses(
        of name: String,
        _ transport: SIPTransport,
        _ port: UInt16,
        _ place: SIPPlace
    ) -> [SIPServer] {
        var records: [DNSRecord] = []
        for kind in [DNSRecordKind.a, .aaaa] {
            do throws(DNSFailure) { records += try ask(name, kind) } catch { gaps += 1 }
        }
        return records.prefix(Self.addressesMax).compactMap { record in
            guard case .address(let text) = record,
                let host = try? SIPHost(text.contains(":") ? "[\(text)]" : text)
            else { return nil }
            // The certificate is of the name that was asked for, wherever it led (RFC 5922 §7.1).
            return SIPServer(SIPHop(transport, host, port, name: place.name))
        }
    }

    /// - Returns: empty when there are no such records.
    private mutating func ask(
        _ name: String,
        _ kind: DNSRecordKind
    ) throws(DNSFailure) -> [DNSRecord] {
        do throws(DNSFailure) {
            let answer = try lookup(name, kind)
            timeToLive = min(timeToLive, answer.timeToLive)
            return answer.records
        } catch {
            guard error == .notThere else { throw error }
            return []
        }
    }

    private static func serviceName(_ transport: SIPTransport, _ name: String) -> String {
        switch transport {
        case .udp: "_sip._udp.\(name)"
        case .tcp: "_sip._tcp.\(name)"
        case .tls: "_sips._tcp.\(name)"
        }
    }

    private static func transport(of service: String) -> SIPTransport? {
        switch service.uppercased() {
        case "SIP+D2U": .udp
        case "SIP+D2T": .tcp
        case "SIPS+D2T": .tls
        default: nil
        }
    }
}
