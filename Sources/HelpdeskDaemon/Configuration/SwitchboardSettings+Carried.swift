import Foundation
import SIPProtocol
import Switchboard

/// Reads the keys of a switchboard that carries calls itself; they are read even where people do,
/// so that a misspelt one is found.
enum CarriedCallsReading {
    static func settings(
        _ reader: inout SettingsReader,
        isWanted: Bool
    ) -> SIPSwitchboardSettings? {
        let calls = telephony(&reader)
        let trunk = TrunkReading(&reader)
        let staff = telephones(&reader)
        let watched = watched(staff, &reader)
        let watchSeconds = reader.number(
            "switchboard.sip.watch-seconds",
            default: 600,
            in: 60...86_400
        )
        let numbers = ranges(&reader)
        let name = reader.text("switchboard.sip.name") ?? ProcessInfo.processInfo.hostName
        let overflow = reader.text("switchboard.overflow")
        let contextURL = reader.text("switchboard.sip.context-url")
        guard isWanted else { return nil }
        trunk.check(&reader)
        if staff.pattern == nil, staff.exceptions.isEmpty {
            reader.note("switchboard.agents", nil, "nobody could be rung: set this or agent-uri")
        }
        guard let first = trunk.places.first, !trunk.listen.isEmpty else { return nil }
        let addresses = Dictionary(trunk.listen.map { ($0.transport, $0) }) { first, _ in first }
        var userAgent = SIPUserAgentSettings(
            addresses: addresses,
            peers: [trunk.peer(named: calls.peer)]
        )
        userAgent.legsMax = calls.callsMax * 4
        // A citizen who waits rings as long as that may take, with the overflow after it.
        userAgent.ringLimit = calls.waitMax + calls.targetRingLimit * 5 + .seconds(60)
        var settings = SIPSwitchboardSettings(
            name: name,
            userAgent: userAgent,
            telephony: calls,
            telephones: staff,
            numberHost: trunk.numberHost ?? first.host
        )
        settings.places = trunk.places
        settings.nameServers = trunk.nameServers
        settings.watched = watched
        settings.watchInterval = .seconds(watchSeconds)
        settings.certificates = trunk.certificates
        settings.registration = trunk.registration
        settings.numberRanges = numbers
        settings.overflow = overflow
        settings.contextURL = contextURL
        return settings
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

    /// User names, whose telephones are known, or lines of nobody's.
    private static func watched(
        _ telephones: StaffTelephones,
        _ reader: inout SettingsReader
    ) -> [WatchedTelephone] {
        let key = "switchboard.sip.watch"
        let texts = reader.list(key)
        if texts.count > SIPUserAgent.subscriptionsMax {
            reader.note(key, nil, "must be at most \(SIPUserAgent.subscriptionsMax)")
        }
        var lines: Set<String> = []
        return texts.compactMap { text in
            let isAddress = text.hasPrefix("sip:") || text.hasPrefix("sips:")
            guard let uri = isAddress ? try? SIPURI(text) : telephones[text] else {
                reader.note(key, text, "must name staff who have a telephone, or be a SIP URI")
                return nil
            }
            let telephone = WatchedTelephone(staff: isAddress ? nil : text, uri: uri)
            // Each of two would end the calls that only the other knows.
            guard lines.insert(telephone.line).inserted else {
                reader.note(key, text, "must not name a line twice, at whatever host it is")
                return nil
            }
            return telephone
        }
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
