import Foundation

/// A reverse or forward path: `<`, perhaps a source route, a mailbox, `>` (RFC 5321 §4.1.2).
struct LMTPPath: Equatable {
    /// Why octets are no path.
    enum Failure: Error {
        case malformed
        case tooLong
    }

    /// How long its two halves may be.
    struct Bounds {
        let localBytesMax: Int
        let domainBytesMax: Int

        /// RFC 5321 §4.5.3.1.1 and §4.5.3.1.2.
        static let recipient = Bounds(localBytesMax: 64, domainBytesMax: 255)

        /// Bounce addresses of the large senders are longer than the RFC's 64 octets, and a message
        /// refused for that would be lost.
        static let sender = Bounds(localBytesMax: 255, domainBytesMax: 255)
    }

    /// The mailbox without its source route; nil for `<>`.
    ///
    /// A local part is quoted only where it must be, so that equal mailboxes read equal.
    let mailbox: String?

    /// True when it needs SMTPUTF8 (RFC 6531).
    var isASCII: Bool { mailbox?.utf8.allSatisfy { $0 < 0x80 } ?? true }

    /// Reads the path at the start of `octets`.
    ///
    /// - Returns: the path, and what stands behind it.
    static func parse(
        _ octets: ArraySlice<UInt8>,
        bounds: Bounds
    ) throws(Failure) -> (path: LMTPPath, rest: ArraySlice<UInt8>) {
        var cursor = Cursor(rest: octets)
        guard cursor.take(Self.opening) else { throw .malformed }
        if cursor.take(Self.closing) { return (LMTPPath(mailbox: nil), cursor.rest) }
        try skipSourceRoute(&cursor)
        let local = try localPart(&cursor, bytesMax: bounds.localBytesMax)
        guard cursor.take(Octet.at) else {
            // RFC 5321 §4.5.1: the one mailbox that needs no domain.
            let isPostmaster = local.text.lowercased() == "postmaster"
            guard isPostmaster, cursor.take(Self.closing) else { throw .malformed }
            return (LMTPPath(mailbox: local.text), cursor.rest)
        }
        let domain = try domain(&cursor, bytesMax: bounds.domainBytesMax)
        guard cursor.take(Self.closing) else { throw .malformed }
        return (LMTPPath(mailbox: "\(local.text)@\(domain)"), cursor.rest)
    }

    private static let opening: UInt8 = 0x3C
    private static let closing: UInt8 = 0x3E
    private static let comma: UInt8 = 0x2C
    private static let colon: UInt8 = 0x3A

    /// Reads `@a,@b:` and forgets it, as RFC 5321 §4.1.1.3 asks.
    private static func skipSourceRoute(_ cursor: inout Cursor) throws(Failure) {
        guard cursor.rest.first == Octet.at else { return }
        repeat {
            guard cursor.take(Octet.at) else { throw .malformed }
            _ = try domain(&cursor, bytesMax: Bounds.recipient.domainBytesMax)
        } while cursor.take(comma)
        guard cursor.take(colon) else { throw .malformed }
    }

    private static func localPart(
        _ cursor: inout Cursor,
        bytesMax: Int
    ) throws(Failure) -> (text: String, bytesCount: Int) {
        let start = cursor.rest.startIndex
        let isQuoted = cursor.take(Octet.quote)
        let content =
            isQuoted
            ? try quotedContent(&cursor)
            : cursor.takeWhile { Octet.isAtomText($0) || $0 == Octet.dot || $0 >= 0x80 }
        guard isQuoted || isDotString(content) else { throw .malformed }
        let bytesCount = cursor.rest.startIndex - start
        guard bytesCount <= bytesMax else { throw .tooLong }
        guard let text = String(validating: content, as: UTF8.self) else { throw .malformed }
        guard !isDotString(content) else { return (text, bytesCount) }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ("\"\(escaped)\"", bytesCount)
    }

    /// Reads up to the closing quote and undoes the quoting.
    private static func quotedContent(_ cursor: inout Cursor) throws(Failure) -> [UInt8] {
        var content: [UInt8] = []
        while let octet = cursor.next() {
            guard octet >= Octet.space, octet != 0x7F else { throw .malformed }
            if octet == Octet.quote { return content }
            guard octet == Octet.backslash else {
                content.append(octet)
                continue
            }
            guard let escaped = cursor.next(), (0x20...0x7E).contains(escaped) else {
                throw .malformed
            }
            content.append(escaped)
        }
        throw .malformed
    }

    private static func isDotString(_ octets: [UInt8]) -> Bool {
        octets.split(separator: Octet.dot, omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { Octet.isAtomText($0) || $0 >= 0x80 }
        }
    }

    private static func domain(
        _ cursor: inout Cursor,
        bytesMax: Int
    ) throws(Failure) -> String {
        let octets =
            cursor.rest.first == 0x5B
            ? try literal(&cursor)
            : cursor.takeWhile { isDomainText($0) || $0 == Octet.dot }
        guard octets.count <= bytesMax else { throw .tooLong }
        if octets.first != 0x5B {
            let labels = octets.split(separator: Octet.dot, omittingEmptySubsequences: false)
            // RFC 1035 §2.3.4: 63 octets a label.
            guard labels.allSatisfy(isLabel) else { throw .malformed }
        }
        guard let text = String(validating: octets, as: UTF8.self) else { throw .malformed }
        return text
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        guard let first = label.first, let last = label.last, label.count <= 63 else {
            return false
        }
        return first != Self.hyphen && last != Self.hyphen
    }

    private static let hyphen: UInt8 = 0x2D

    /// Letters, digits, hyphen; the underscore too, since such hosts exist and send mail.
    private static func isDomainText(_ octet: UInt8) -> Bool {
        Octet.isLetter(octet) || Octet.isDigit(octet) || octet == hyphen || octet == 0x5F
            || octet >= 0x80
    }

    /// Reads `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[tag:content]` (RFC 5321 §4.1.3).
    private static func literal(_ cursor: inout Cursor) throws(Failure) -> [UInt8] {
        guard cursor.take(0x5B) else { throw .malformed }
        let content = cursor.takeWhile {
            (0x21...0x7E).contains($0) && $0 != 0x5B && $0 != 0x5D && $0 != Octet.backslash
        }
        guard cursor.take(0x5D), !content.isEmpty else { throw .malformed }
        let text = String(decoding: content, as: UTF8.self)
        guard isAddress(text) else { throw .malformed }
        return [0x5B] + content + [0x5D]
    }

    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else {
            var address = in_addr()
            return inet_pton(AF_INET, text, &address) == 1
        }
        let tag = text[..<colon]
        let content = String(text[text.index(after: colon)...])
        guard tag.lowercased() == "ipv6" else {
            return !content.isEmpty && tag.utf8.allSatisfy(isDomainText) && !tag.isEmpty
        }
        var address = in6_addr()
        return inet_pton(AF_INET6, content, &address) == 1
    }
}

extension LMTPPath {
    /// A place in octets that are read once, from left to right.
    struct Cursor {
        var rest: ArraySlice<UInt8>

        mutating func next() -> UInt8? { rest.popFirst() }

        mutating func take(_ octet: UInt8) -> Bool {
            guard rest.first == octet else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func takeWhile(_ belongs: (UInt8) -> Bool) -> [UInt8] {
            let taken = rest.prefix(while: belongs)
            rest = rest[taken.endIndex...]
            return Array(taken)
        }
    }
}
