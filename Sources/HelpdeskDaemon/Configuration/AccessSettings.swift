import Desk
import Foundation
import WebAPI

/// What one caller may take of the HTTP door.
///
/// - Configuration keys:
///   - `http.requests-per-minute-max` (int, default 6 000, 1…100 000 000): of one person or one
///     token; more are answered 429.
///   - `http.connections-per-address-max` (int, default 1 000, 1…100 000): more are closed; a
///     /64 of IPv6 is one address.
///   - `http.trusted-proxies` (list of addresses, default none): who is believed to say in
///     `X-Forwarded-For` for whom it speaks.
struct HTTPAccess: Sendable {
    var requestsPerMinuteMax = 6_000
    var connectionsPerAddressMax = 1_000
    var trustedProxies: [String] = []

    /// Octets of one header field, and of all of them.
    static let headerBytesMax = 16_384
    /// Header fields of a request.
    static let headersMax = 100
}

extension HTTPAccess {
    init(_ reader: inout SettingsReader) {
        requestsPerMinuteMax = reader.number(
            "http.requests-per-minute-max",
            default: requestsPerMinuteMax,
            in: 1...100_000_000
        )
        connectionsPerAddressMax = reader.number(
            "http.connections-per-address-max",
            default: connectionsPerAddressMax,
            in: 1...100_000
        )
        trustedProxies = reader.list("http.trusted-proxies")
        for proxy in trustedProxies where !TrustedProxies.isAddress(proxy) {
            reader.note("http.trusted-proxies", proxy, "must be the address of a proxy")
        }
    }
}

extension SignInLimits {
    init(_ reader: inout SettingsReader) {
        self.init()
        failuresPerPerson = reader.number(
            "sign-in.failures-per-person",
            default: failuresPerPerson,
            in: 1...1_000
        )
        failuresPerAddress = reader.number(
            "sign-in.failures-per-address",
            default: failuresPerAddress,
            in: 1...100_000
        )
        failuresPerNetwork = reader.number(
            "sign-in.failures-per-network",
            default: failuresPerNetwork,
            in: 1...1_000_000
        )
        delayMax = Double(
            reader.number("sign-in.delay-seconds-max", default: Int(delayMax), in: 1...3_600)
        )
    }
}

extension EventSettings {
    init(_ reader: inout SettingsReader) {
        self.init()
        streamsMax = reader.number("http.events.streams-max", default: streamsMax, in: 1...10_000)
        streamsPerPersonMax = reader.number(
            "http.events.streams-per-person-max",
            default: streamsPerPersonMax,
            in: 1...1_000
        )
        heartbeatSeconds = reader.number(
            "http.events.heartbeat-seconds",
            default: heartbeatSeconds,
            in: 1...3_600
        )
        keptHours = reader.number("http.events.kept-hours", default: keptHours, in: 1...8_760)
    }
}
