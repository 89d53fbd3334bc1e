import DNSClient
import SIPProtocol

/// Reads where the desk and the telephone system meet, and how each proves who it is.
struct TrunkReading {
    let listen: [SIPHop]
    let places: [SIPPlace]
    let numberHost: SIPHost?
    let nameServers: [DNSResolver.Server]
    let certificates: SIPCertificates?
    let registration: (address: SIPURI, interval: Duration)?
    private let sources: [SIPHost]
    private let own: SIPAccount?
    private let caller: SIPAccount?
    private let digests: [SIPDigestAlgorithm]

    init(_ reader: inout SettingsReader) {
        listen = Self.listen(&reader)
        places = Self.places(&reader)
        sources = Self.hosts("switchboard.sip.sources", &reader)
        own = Self.account("switchboard.sip.", &reader)
        caller = Self.account("switchboard.sip.caller-", &reader)
        digests = reader.word("switchboard.sip.caller-digest", default: CallerDigest.any).algorithms
        certificates = Self.certificates(&reader)
        registration = Self.registration(&reader)
        numberHost = Self.host("switchboard.sip.number-host", &reader)
        nameServers = Self.nameServers(&reader)
    }

    /// Says what is missing where calls are carried.
    func check(_ reader: inout SettingsReader) {
        if listen.isEmpty { reader.note("switchboard.sip.listen", nil, Self.listenWanted) }
        if places.isEmpty { reader.note("switchboard.sip.peers", nil, Self.placesWanted) }
        let needsTLS =
            listen.contains { $0.transport == .tls }
            || places.contains { [.transport(.tls), .any(isSecure: true)].contains($0.way) }
        if needsTLS, certificates == nil {
            reader.note("switchboard.sip.certificate", nil, "is needed for tls, with sip.key")
        }
    }

    /// The telephone system; where its names lead is found out later.
    func peer(named name: String) -> SIPPeer {
        var peer = SIPPeer(
            name: name,
            hops: places.compactMap(\.hop),
            sources: Set(sources),
            account: own,
            caller: caller
        )
        peer.callerDigests = digests
        return peer
    }

    private static let listenWanted =
        "must be a list like [udp:192.0.2.10:5060, tls:192.0.2.10:5061]"
    private static let placesWanted =
        "must be a list like [udp:192.0.2.20:5060, tls:pbx.example.org, sip:example.org]"

    private static func listen(_ reader: inout SettingsReader) -> [SIPHop] {
        let key = "switchboard.sip.listen"
        return reader.list(key).compactMap { text in
            if let place = SIPPlace(text), case .transport = place.way, place.port != nil,
                let hop = place.hop
            {
                return hop
            }
            reader.note(key, text, listenWanted)
            return nil
        }
    }

    private static func places(_ reader: inout SettingsReader) -> [SIPPlace] {
        let key = "switchboard.sip.peers"
        return reader.list(key).compactMap { text in
            if let place = SIPPlace(text) { return place }
            reader.note(key, text, placesWanted)
            return nil
        }
    }

    private static func nameServers(_ reader: inout SettingsReader) -> [DNSResolver.Server] {
        let key = "switchboard.sip.nameservers"
        let texts = reader.list(key)
        if texts.count > DNSResolver.serversMax {
            reader.note(key, nil, "must be at most \(DNSResolver.serversMax)")
        }
        return texts.prefix(DNSResolver.serversMax).compactMap { text in
            if let place = SIPPlace("udp:" + text), case .ipv4(let address) = place.host {
                return DNSResolver.Server(address: address.number, port: place.port ?? 53)
            }
            reader.note(key, text, "must be a list of IPv4 addresses, like [192.0.2.53]")
            return nil
        }
    }

    /// An address; a name is none, for it must be known who is heard.
    private static func address(_ text: String) -> SIPHost? {
        guard let host = try? SIPHost(text.contains(":") ? "[\(text)]" : text) else { return nil }
        switch host {
        case .ipv4, .ipv6: return host
        case .name: return nil
        }
    }

    private static func hosts(_ key: String, _ reader: inout SettingsReader) -> [SIPHost] {
        reader.list(key).compactMap { text in
            if let host = address(text) { return host }
            reader.note(key, text, "must be an IP address")
            return nil
        }
    }

    private static func host(_ key: String, _ reader: inout SettingsReader) -> SIPHost? {
        guard let text = reader.text(key) else { return nil }
        if let host = try? SIPHost(text) { return host }
        reader.note(key, text, "must be the name or the address of a host")
        return nil
    }

    private static func account(_ prefix: String, _ reader: inout SettingsReader) -> SIPAccount? {
        let username = reader.text("\(prefix)username")
        let password = reader.text("\(prefix)password", isSecret: true)
        guard let username, let password else {
            if username != nil || password != nil {
                reader.note("\(prefix)username", nil, "needs a password beside it, or neither")
            }
            return nil
        }
        return SIPAccount(username: username, password: password)
    }

    private static func certificates(_ reader: inout SettingsReader) -> SIPCertificates? {
        let certificate = reader.existingFile("switchboard.sip.certificate")
        let key = reader.existingFile("switchboard.sip.key")
        let authorities = reader.existingFile("switchboard.sip.ca-file")
        let isWanted = reader.flag("switchboard.sip.peer-certificate", default: true)
        reader.checkPair("switchboard.sip.certificate", certificate, "switchboard.sip.key", key)
        guard let certificate, let key else {
            if certificate != nil || key != nil {
                reader.note("switchboard.sip.key", nil, "needs both certificate and key")
            }
            return nil
        }
        return SIPCertificates(
            certificateFile: certificate,
            keyFile: key,
            authoritiesFile: authorities,
            wantsPeerCertificate: isWanted
        )
    }

    private enum CallerDigest: String, CaseIterable {
        case any
        case sha256 = "SHA-256"
        case md5 = "MD5"

        var algorithms: [SIPDigestAlgorithm] {
            switch self {
            case .any: SIPDigestAlgorithm.allCases
            case .sha256: [.sha256]
            case .md5: [.md5]
            }
        }
    }

    private static func registration(
        _ reader: inout SettingsReader
    ) -> (address: SIPURI, interval: Duration)? {
        let seconds = reader.number(
            "switchboard.sip.register-seconds",
            default: 600,
            in: 60...86_400
        )
        guard let text = reader.text("switchboard.sip.register") else { return nil }
        if let address = try? SIPURI(text) { return (address, .seconds(seconds)) }
        reader.note("switchboard.sip.register", text, "must be a URI like sip:helpdesk@example.org")
        return nil
    }
}
