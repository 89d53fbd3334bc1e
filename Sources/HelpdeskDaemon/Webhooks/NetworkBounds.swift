import Glibc
import WebAPI

/// Addresses that the desk may tell things to: those of the public internet, and networks that the
/// operator allows.
///
/// An administrator of the desk is not one of the network it stands in: without this, a webhook would
/// be a way to everything that trusts the desk's machine.
struct NetworkBounds: Sendable {
    private let allowed: [Network]

    /// - Parameter allowed: networks in CIDR notation; what is none is passed over.
    init(allowed: [String] = []) { self.allowed = allowed.compactMap { Network($0) } }

    /// True for a network or an address that can stand in the list.
    static func isNetwork(_ text: String) -> Bool { Network(text) != nil }

    /// True for an address that the operator has named.
    func isAllowedByName(_ address: ResolvedAddress) -> Bool {
        allowed.contains { $0.contains(address.octets) }
    }

    /// True for an address that something may be sent to.
    func allows(_ address: ResolvedAddress) -> Bool {
        isAllowedByName(address) || !Self.closed(address.octets)
    }

    /// IANA's registries of special-purpose addresses (RFC 6890), as of 2025: everything there is
    /// closed, and of IPv6 everything but what is given out to networks.
    private static func closed(_ octets: [UInt8]) -> Bool {
        if octets.count == 4 { return special4.contains { $0.contains(octets) } }
        return !global6.contains(octets) || special6.contains { $0.contains(octets) }
    }

    private static let special4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { Network($0) }

    private static let global6 = Network(octets: [0x20] + Array(repeating: 0, count: 15), bits: 3)

    /// Tunnels among them: an address inside another one must not lead where it may not.
    private static let special6 = [
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    ].compactMap { Network($0) }
}

/// Addresses that begin alike.
private struct Network: Sendable {
    let octets: [UInt8]
    let bits: Int

    init(octets: [UInt8], bits: Int) { (self.octets, self.bits) = (octets, bits) }

    /// Reads `10.0.0.0/8`, or one address.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = ResolvedAddress(String(parts[0])) else {
            return nil
        }
        let max = address.octets.count * 8
        let bits = parts.count == 2 ? Int(parts[1]) : max
        guard let bits, (0...max).contains(bits) else { return nil }
        self.init(octets: address.octets, bits: bits)
    }

    func contains(_ other: [UInt8]) -> Bool {
        guard other.count == octets.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> (bit % 8)
            return octets[bit / 8] & mask == other[bit / 8] & mask
        }
    }
}

/// An address that a name stands for just now.
struct ResolvedAddress: Sendable, Equatable {
    /// Four of IPv4, sixteen of IPv6; one of the former in the latter's clothes is what it is.
    let octets: [UInt8]
    /// As it is written, for the connection.
    let text: String

    /// Reads an address in the usual notation; nil for a name.
    init?(_ text: String) {
        guard let octets = IPAddress(text)?.octets else { return nil }
        (self.octets, self.text) = (octets, text)
    }

    /// What a name stands for, as the system says; it blocks.
    static func all(of host: String) -> [Self] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [Self] = []
        var next = list
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let got = getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            let end = text.firstIndex(of: 0) ?? text.endIndex
            let name = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if got == 0, let address = Self(name), !found.contains(address) {
                found.append(address)
            }
            next = entry.pointee.ai_next
        }
        return found
    }
}
