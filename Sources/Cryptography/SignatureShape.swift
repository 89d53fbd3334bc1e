/// How much a CMS signature would cost to check, counted over its octets before anything is built of
/// them (RFC 5652 §5.1).
///
/// All of it is a stranger's: each digest algorithm hashes the content once more, each signer is
/// looked for among all certificates, and both come in a dozen octets.
struct SignatureShape {
    /// Elements of the lists.
    private(set) var digestAlgorithms = 0
    private(set) var certificates = 0
    private(set) var signers = 0
    /// Octets of everything but the content.
    private(set) var overheadBytes = 0

    /// A signature of a mail has one of each, or two while algorithms change.
    static let digestAlgorithmsMax = 10
    static let signersMax = 10
    /// The signers' own and those of their authorities.
    static let certificatesMax = 100
    /// Certificates and lists of revoked ones; a signer's takes a few KiB.
    static let overheadBytesMax = 1_048_576

    /// False when it was made to be expensive.
    var isAffordable: Bool {
        digestAlgorithms <= Self.digestAlgorithmsMax && certificates <= Self.certificatesMax
            && signers <= Self.signersMax && overheadBytes <= Self.overheadBytesMax
    }

    /// Counts; nil for what is no SignedData within a ContentInfo.
    init?(_ octets: [UInt8]) {
        var reader = ElementReader(octets)
        guard reader.enter(Tag.sequence), reader.skip() != nil, reader.enter(Tag.context0),
            reader.enter(Tag.sequence), reader.skip() != nil,
            let algorithms = reader.count(in: Tag.set), let content = reader.skip()
        else { return nil }
        digestAlgorithms = algorithms
        if reader.isAt(Tag.context0) {
            guard let count = reader.count(in: Tag.context0) else { return nil }
            certificates = count
        }
        if reader.isAt(Tag.context1), reader.skip() == nil { return nil }
        guard let count = reader.count(in: Tag.set) else { return nil }
        signers = count
        overheadBytes = octets.count - content
    }

    private enum Tag {
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
        static let context0: UInt8 = 0xA0
        static let context1: UInt8 = 0xA1
    }
}

/// The elements of a BER encoding one after the other, without going down into them (X.690 §8.1).
private struct ElementReader {
    private let octets: [UInt8]
    private var index = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    func isAt(_ tag: UInt8) -> Bool { index < octets.count && octets[index] == tag }

    /// Steps into an element of that tag; false when there is none.
    mutating func enter(_ tag: UInt8) -> Bool { isAt(tag) && header() != nil }

    /// Passes over an element.
    ///
    /// - Returns: its octets; nil when there is none, or it is longer than what is left.
    mutating func skip() -> Int? {
        let start = index
        var depth = 0
        repeat {
            guard let length = header() else { return nil }
            switch length {
            case .open: depth += 1
            case .end:
                // An end belongs to what was opened without a length.
                guard depth > 0 else { return nil }
                depth -= 1
            case .octets(let count): index += count
            }
        } while depth > 0
        return index - start
    }

    /// Passes over an element of that tag and counts what stands in it.
    mutating func count(in tag: UInt8) -> Int? {
        guard isAt(tag), let length = header() else { return nil }
        var count = 0
        switch length {
        case .octets(let bytes):
            let end = index + bytes
            while index < end {
                guard skip() != nil else { return nil }
                count += 1
            }
            return index == end ? count : nil
        case .open:
            while !isAt(0) {
                guard skip() != nil else { return nil }
                count += 1
            }
            guard case .end? = header() else { return nil }
            return count
        case .end: return nil
        }
    }

    private enum Length {
        case octets(Int)
        /// It ends where an element of two zeros stands.
        case open
        case end
    }

    /// Reads tag and length of one element; nil for what runs over the end, or has a tag that
    /// signatures do not use.
    private mutating func header() -> Length? {
        guard index + 2 <= octets.count, octets[index] & 0x1F != 0x1F else { return nil }
        let (tag, first) = (octets[index], octets[index + 1])
        index += 2
        if tag == 0 { return first == 0 ? .end : nil }
        var length = Int(first)
        if first == 0x80 {
            return tag & 0x20 != 0 ? .open : nil
        } else if first > 0x80 {
            let count = Int(first & 0x7F)
            guard count <= 8, index + count <= octets.count else { return nil }
            length = 0
            for octet in octets[index..<(index + count)] {
                guard length < 1 << 40 else { return nil }
                length = length << 8 | Int(octet)
            }
            index += count
        }
        guard length <= octets.count - index else { return nil }
        return .octets(length)
    }
}
