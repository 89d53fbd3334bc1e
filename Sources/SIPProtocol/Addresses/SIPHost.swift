/// The host of a SIP URI: a domain name or an IP address (RFC 3261 §25.1).
public enum SIPHost: Sendable, Hashable, CustomStringConvertible {
    /// A domain name in lower case, with the dot at its end if it had one.
    case name(SIPDomainName)
    /// Four octets.
    case ipv4(SIPIPv4Address)
    /// Sixteen octets.
    case ipv6(SIPIPv6Address)

    /// Reads a name, `192.0.2.4`, or `[2001:db8::4]`.
    ///
    /// - Throws: ``SIPURIError/invalidHost``.
    public init(_ text: String) throws(SIPURIError) {
        let octets = Array(text.utf8)
        if octets.first == UInt8(ascii: "["), octets.last == UInt8(ascii: "]"), octets.count > 2 {
            guard let address = SIPIPv6Address(octets[1..<octets.count - 1]) else {
                throw .invalidHost
            }
            self = .ipv6(address)
        } else if let address = SIPIPv4Address(octets[...]) {
            self = .ipv4(address)
        } else if let name = SIPDomainName(text) {
            self = .name(name)
        } else {
            throw .invalidHost
        }
    }

    /// As it stands in a URI.
    public var description: String {
        switch self {
        case .name(let name): name.text
        case .ipv4(let address): address.description
        case .ipv6(let address): "[\(address)]"
        }
    }

    static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
    }
}

/// A domain name: labels of letters, digits and inner hyphens, the last beginning with a letter.
public struct SIPDomainName: Sendable, Hashable {
    /// In lower case.
    public let text: String

    /// Reads a name of at most 253 octets, its labels of at most 63 (RFC 1035 §2.3.4).
    ///
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let folded = SIPText.lowercased(text)
        var labels = folded.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        let dots = labels.count - 1
        guard labels.map(\.count).reduce(dots, +) <= 253,
            labels.allSatisfy({ Self.isLabel(Array($0)) }),
            labels.last?.first.map(Self.isLetter) == true
        else { return nil }
        self.text = folded
    }

    private static func isLabel(_ label: [UInt8]) -> Bool {
        guard (1...63).contains(label.count), let first = label.first, let last = label.last else {
            return false
        }
        let hyphen = UInt8(ascii: "-")
        return first != hyphen && last != hyphen
            && label.allSatisfy { isLetter($0) || SIPHost.isDigit($0) || $0 == hyphen }
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
    }
}

/// An IPv4 address.
public struct SIPIPv4Address: Sendable, Hashable, CustomStringConvertible {
    /// The address as one number, the first octet highest.
    public let number: UInt32

    /// Takes the number.
    public init(number: UInt32) { self.number = number }

    /// Reads four decimal numbers; none with a zero before it, which some read as octal.
    init?(_ text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number = UInt32(0)
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(SIPHost.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0"),
                let octet = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            number = number << 8 | UInt32(octet)
        }
        self.number = number
    }

    /// Four decimal numbers.
    public var description: String {
        "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
    }
}

/// An IPv6 address, without a zone: a URI cannot carry one.
public struct SIPIPv6Address: Sendable, Hashable, CustomStringConvertible {
    /// Eight groups of sixteen bits.
    public let groups: [UInt16]

    /// Takes eight groups.
    ///
    /// - Returns: nil when there is another number of them.
    public init?(groups: [UInt16]) {
        guard groups.count == 8 else { return nil }
        self.groups = groups
    }

    /// Reads every form of RFC 4291 §2.2.
    init?(_ text: ArraySlice<UInt8>) {
        let colon = UInt8(ascii: ":")
        guard text.count <= 45 else { return nil }
        let gap = zip(text.indices, text.indices.dropFirst())
            .first { text[$0] == colon && text[$1] == colon }
        guard let gap else {
            guard let groups = Self.groups(text) else { return nil }
            self.init(groups: groups)
            return
        }
        guard let before = Self.groups(text[..<gap.0], mayBeEmpty: true, mayEndInIPv4: false),
            let after = Self.groups(text[(gap.1 + 1)...], mayBeEmpty: true),
            before.count + after.count <= 7
        else { return nil }
        let zeros = [UInt16](repeating: 0, count: 8 - before.count - after.count)
        self.init(groups: before + zeros + after)
    }

    private static func groups(
        _ text: ArraySlice<UInt8>,
        mayBeEmpty: Bool = false,
        mayEndInIPv4: Bool = true
    ) -> [UInt16]? {
        if text.isEmpty { return mayBeEmpty ? [] : nil }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, let tail = SIPIPv4Address(part) {
                groups += [UInt16(tail.number >> 16), UInt16(tail.number & 0xFFFF)]
            } else {
                guard (1...4).contains(part.count) else { return nil }
                var group = UInt16(0)
                for octet in part {
                    guard let digit = SIPText.digit(octet) else { return nil }
                    group = group << 4 | UInt16(digit)
                }
                groups.append(group)
            }
        }
        return groups
    }

    /// The shortest form, in lower case, as RFC 5952 §4 wants it.
    public var description: String {
        let texts = groups.map { String($0, radix: 16) }
        guard let gap = longestZeros else { return texts.joined(separator: ":") }
        let before = texts[..<gap.lowerBound].joined(separator: ":")
        return before + "::" + texts[gap.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of zeros, of two groups at least.
    private var longestZeros: Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > max(best?.count ?? 0, 1) { best = start..<index }
            start = index + 1
        }
        return best
    }
}
