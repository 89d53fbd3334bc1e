import Desk
import Foundation
import SIPProtocol
import Switchboard

/// Who passes calls on, and where to.
///
/// - Configuration keys, beside those of ``SIPSwitchboardSettings``:
///   - `switchboard.driver` (`manual` or `sip`, optional): people, or the daemon itself.
///   - `switchboard.destinations` (path, required beside it).
///   - `switchboard.handoffs-per-hour-max` (int, default 60, 1…10 000): those of one person.
struct SwitchboardSettings: Sendable {
    var directory: DestinationDirectory
    /// nil when people pass calls on.
    var sip: SIPSwitchboardSettings?

    /// What carries calls out.
    func port() -> any SwitchboardPort {
        guard let sip else { return ManualSwitchboard(directory: directory) }
        return SIPSwitchboard(directory: directory, settings: sip)
    }
}

extension SwitchboardSettings {
    private enum Driver: String, CaseIterable {
        case manual
        case sip
    }

    init?(_ reader: inout SettingsReader) {
        let path = reader.existingFile("switchboard.destinations")
        let text = reader.text("switchboard.driver")
        let sip = SIPReading.settings(&reader, isWanted: text == Driver.sip.rawValue)
        guard let text else {
            if path != nil {
                reader.note("switchboard.driver", nil, "must be set beside destinations")
            }
            return nil
        }
        guard Driver(rawValue: text) != nil else {
            reader.note("switchboard.driver", text, "must be manual or sip")
            return nil
        }
        guard let path else {
            reader.note("switchboard.destinations", nil, "must name the file of destinations")
            return nil
        }
        guard let directory = Self.directory(path, &reader) else { return nil }
        if let overflow = sip?.overflow, directory[overflow] == nil {
            reader.note("switchboard.overflow", overflow, "must be the id of a destination")
        }
        self.init(directory: directory, sip: sip)
    }

    private static func directory(
        _ path: String,
        _ reader: inout SettingsReader
    ) -> DestinationDirectory? {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try DestinationFile.read(text)
        } catch let mistakes as DestinationFile.Mistakes {
            for mistake in mistakes.mistakes {
                reader.note("\(path): \(mistake.place)", nil, mistake.wanted)
            }
        } catch {
            reader.note("switchboard.destinations", path, "the file cannot be read")
        }
        return nil
    }
}

/// Reads the keys of a switchboard that carries calls itself; they are read even where people do,
/// so that a misspelt one is found.
private enum SIPReading {
    static func settings(
        _ reader: inout SettingsReader,
        isWanted: Bool
    ) -> SIPSwitchboardSettings? {
        let listen = hops("switchboard.sip.listen", &reader)
        let peers = hops("switchboard.sip.peers", &reader)
        let sources = hosts("switchboard.sip.sources", &reader)
        let own = account("switchboard.sip.", &reader)
        let other = account("switchboard.sip.caller-", &reader)
        let digests = reader.word("switchboard.sip.caller-digest", default: CallerDigest.any)
        let pair = certificates(&reader)
        let calls = telephony(&reader)
        let staff = telephones(&reader)
        let registered = registration(&reader)
        let name = reader.text("switchboard.sip.name") ?? ProcessInfo.processInfo.hostName
        let number = host("switchboard.sip.number-host", &reader)
        let numbers = ranges(&reader)
        let overflow = reader.text("switchboard.overflow")
        let contextURL = reader.text("switchboard.sip.context-url")
        guard isWanted else { return nil }
        if listen.isEmpty { reader.note("switchboard.sip.listen", nil, hopWanted) }
        if peers.isEmpty { reader.note("switchboard.sip.peers", nil, hopWanted) }
        if staff.pattern == nil, staff.exceptions.isEmpty {
            reader.note("switchboard.agents", nil, "nobody could be rung: set this or agent-uri")
        }
        let needsTLS = (listen + peers).contains { $0.transport == .tls }
        if needsTLS, pair == nil {
            reader.note("switchboard.sip.certificate", nil, "is needed for tls, with sip.key")
        }
        guard let first = peers.first, !listen.isEmpty else { return nil }
        var peer = SIPPeer(
            name: calls.peer,
            hops: peers,
            sources: Set(sources),
            account: own,
            caller: other
        )
        peer.callerDigests = digests.algorithms
        let addresses = Dictionary(listen.map { ($0.transport, $0) }) { first, _ in first }
        var userAgent = SIPUserAgentSettings(addresses: addresses, peers: [peer])
        userAgent.legsMax = calls.callsMax * 4
        // A citizen who waits rings as long as that may take, with the overflow after it.
        userAgent.ringLimit = calls.waitMax + calls.targetRingLimit * 5 + .seconds(60)
        var settings = SIPSwitchboardSettings(
            name: name,
            userAgent: userAgent,
            telephony: calls,
            telephones: staff,
            numberHost: number ?? first.host
        )
        settings.certificates = pair
        settings.registration = registered
        settings.numberRanges = numbers
        settings.overflow = overflow
        settings.contextURL = contextURL
        return settings
    }

    private static let hopWanted = "must be a list like [udp:192.0.2.10:5060, tls:192.0.2.10:5061]"

    private static func hops(_ key: String, _ reader: inout SettingsReader) -> [SIPHop] {
        reader.list(key).compactMap { text in
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2, let transport = SIPTransport(rawValue: parts[0]),
                let place = HostPort(parts[1]), (1...65_535).contains(place.port),
                let host = address(place.host)
            {
                return SIPHop(transport, host, UInt16(place.port))
            }
            reader.note(key, text, hopWanted)
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

    private enum Transfer: String, CaseIterable {
        case thirdParty = "3pcc"
        case refer
    }

    private static func telephony(_ reader: inout SettingsReader) -> TelephonySettings {
        func seconds(_ key: String, _ fallback: Duration, _ range: ClosedRange<Int>) -> Duration {
            let usual = Int(fallback.components.seconds)
            return .seconds(reader.number("switchboard.\(key)", default: usual, in: range))
        }
        var settings = TelephonySettings(peer: "pbx")
        settings.ringing = reader.word("switchboard.ringing", default: settings.ringing)
        settings.clerkRingLimit = seconds("clerk-ring-seconds", settings.clerkRingLimit, 3...180)
        settings.targetRingLimit = seconds("target-ring-seconds", settings.targetRingLimit, 3...180)
        settings.waitMax = seconds("queue-seconds-max", settings.waitMax, 3...3_600)
        settings.queueMax = reader.number(
            "switchboard.queue-calls-max",
            default: settings.queueMax,
            in: 0...1_000
        )
        settings.callsMax = reader.number(
            "switchboard.calls-max",
            default: settings.callsMax,
            in: 1...5_000
        )
        let transfer = reader.word("switchboard.sip.transfer", default: Transfer.thirdParty)
        settings.refers = transfer == .refer
        return settings
    }

    private static func telephones(_ reader: inout SettingsReader) -> StaffTelephones {
        var telephones = StaffTelephones(pattern: reader.text("switchboard.agent-uri"))
        if let pattern = telephones.pattern {
            if !pattern.contains("{username}") || telephones["anna"] == nil {
                reader.note(
                    "switchboard.agent-uri",
                    pattern,
                    "must be a SIP URI like sip:{username}@pbx.example.org"
                )
            }
        }
        for text in reader.list("switchboard.agents") {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, let uri = try? SIPURI(parts[1]) {
                telephones.exceptions[parts[0]] = uri
            } else {
                reader.note(
                    "switchboard.agents",
                    text,
                    "must be a list like [anna=sip:4101@pbx.example.org]"
                )
            }
        }
        return telephones
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

    private static func ranges(_ reader: inout SettingsReader) -> [String] {
        reader.list("switchboard.numbers").compactMap { text in
            let digits = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
            if (1...15).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) }),
                !digits.hasPrefix("0")
            {
                return String(digits)
            }
            reader.note("switchboard.numbers", text, "must begin numbers, like +468")
            return nil
        }
    }
}
