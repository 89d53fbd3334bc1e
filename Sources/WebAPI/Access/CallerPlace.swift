import Desk
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// Where callers are, seen past the proxies that are trusted to say for whom they speak.
public struct TrustedProxies: Sendable {
    private let addresses: Set<String>

    /// Hops of `X-Forwarded-For` that are looked at.
    static let hopsMax = 16

    /// - Parameter addresses: of proxies, in the usual notation; what is no address is passed over.
    public init(_ addresses: [String] = []) {
        self.addresses = Set(addresses.compactMap { IPAddress($0)?.text })
    }

    /// True for an address that can stand in the list.
    public static func isAddress(_ text: String) -> Bool { IPAddress(text) != nil }

    func contains(_ address: IPAddress) -> Bool { addresses.contains(address.text) }

    /// Where a caller is: the peer, or whoever the nearest untrusted one in the header is.
    ///
    /// Read from the right: what stands further left, anybody may have written.
    func origin(of peer: SocketAddress?, _ request: Request) -> Origin {
        guard var place = peer.flatMap(IPAddress.init) else { return Origin() }
        guard addresses.contains(place.text) else { return place.origin }
        let hops = request.headers[values: .xForwardedFor].flatMap { $0.split(separator: ",") }
        for hop in hops.suffix(Self.hopsMax).reversed() {
            guard let next = IPAddress(hop: hop) else { break }
            place = next
            if !addresses.contains(place.text) { break }
        }
        return place.origin
    }
}

extension HTTPField.Name {
    fileprivate static let xForwardedFor = Self(known: "X-Forwarded-For")
}

/// An address of IPv4 or IPv6; one of the former in the latter's clothes counts as what it is.
public struct IPAddress: Sendable, Hashable {
    /// Four of IPv4, sixteen of IPv6.
    public let octets: [UInt8]
    /// One notation of an address that has many.
    let text: String

    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(text)
    }

    /// Reads an address in the usual notation; nil for a name.
    public init?(_ text: String) {
        // A zone (RFC 4007 §11) belongs to this machine and is no part of the address.
        let bare = String(text.prefix { $0 != "%" })
        guard let packed = Self.octets(bare, AF_INET, 4) ?? Self.octets(bare, AF_INET6, 16) else {
            return nil
        }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        octets = packed.starts(with: mapped) ? Array(packed.dropFirst(12)) : packed
        self.text =
            octets.count == 4
            ? octets.map(String.init).joined(separator: ".") : Self.hexadecimal(octets)
    }

    private static func octets(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &octets) == 1 ? octets : nil
    }

    /// All eight groups.
    private static func hexadecimal(_ octets: some Collection<UInt8>) -> String {
        let octets = Array(octets)
        return stride(from: 0, to: octets.count, by: 2)
            .map { String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    /// Reads one hop, which may carry a port.
    init?(hop: Substring) {
        let trimmed = hop.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        if trimmed.first == "[" {
            self.init(String(trimmed.dropFirst().prefix { $0 != "]" }))
        } else if trimmed.count(where: { $0 == ":" }) == 1 {
            self.init(String(trimmed.prefix { $0 != ":" }))
        } else {
            self.init(String(trimmed))
        }
    }

    /// True for an address that only this machine has.
    var isLoopback: Bool {
        octets.count == 4 ? octets[0] == 127 : octets == Array(repeating: 0, count: 15) + [1]
    }

    /// What failures are counted under: an IPv6 host has a whole /64 to itself.
    var origin: Origin {
        guard octets.count == 16 else {
            return Origin(
                address: text,
                network: octets.prefix(3).map(String.init).joined(separator: ".") + ".0/24"
            )
        }
        return Origin(
            address: "\(Self.hexadecimal(octets.prefix(8)))::/64",
            network: "\(Self.hexadecimal(octets.prefix(6)))::/48"
        )
    }
}
