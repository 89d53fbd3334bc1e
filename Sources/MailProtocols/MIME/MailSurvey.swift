import Foundation

/// Counts what reading a mail would cost, without reading it.
///
/// It may count too much, never too little: a line in a file that looks like a boundary costs
/// nothing but a little of a budget that no real mail comes near.
struct MailSurvey {
    /// Octets of address headers whose colons open more groups than the library's stack can hold.
    private(set) var groupRanges: [Range<Int>] = []

    private var boundaries: Set<[UInt8]> = []
    private var boundariesCount = 0
    private var hasHiddenBoundary = false
    private var dashedLines = 0
    private var delimiters = 0
    private var headerLines = 0
    private var headerBytes = 0
    private var place = Place.header(saysMessage: false)
    private var colons: Int?

    private enum Place {
        case header(saysMessage: Bool)
        case content
    }

    init(_ raw: [UInt8]) {
        raw.withUnsafeBytes { bytes in
            findBoundaries(bytes)
            MailLines.forEach(in: bytes) { line in
                count(line)
                return true
            }
        }
    }

    /// False when the structure was made to be expensive.
    ///
    /// The library compares each line that begins with `--` with every open boundary (about 3 ns
    /// each) and keeps some 1,300 octets a part and 200 a header.
    var isAffordable: Bool {
        let depth = min(boundariesCount, Self.libraryDepthMax)
        return dashedLines * depth <= Self.comparisonsMax && delimiters <= Self.delimitersMax
            && headerLines <= Self.headerLinesMax && headerBytes <= Self.headerBytesMax
    }

    private static let libraryDepthMax = 1024
    private static let comparisonsMax = 500_000_000
    private static let delimitersMax = 20_000
    private static let headerLinesMax = 300_000
    private static let headerBytesMax = 8_388_608

    static let colon: UInt8 = 0x3A
    private static let colonsMax = 1000

    private mutating func count(_ line: MailLines.Line) {
        countColons(line)
        if isDelimiter(line.octets) {
            delimiters += 1
            place = .header(saysMessage: false)
            return
        }
        guard case .header(let saysMessage) = place else { return }
        if line.isBlank {
            // The header of a mail within the mail may follow.
            place = saysMessage ? .header(saysMessage: false) : .content
            return
        }
        headerLines += 1
        headerBytes += line.octets.count
        if !saysMessage, Self.contains("message/", in: line.octets) {
            place = .header(saysMessage: true)
        }
    }

    private mutating func isDelimiter(_ octets: UnsafeRawBufferPointer) -> Bool {
        guard octets.count > 2, octets[0] == 0x2D, octets[1] == 0x2D else { return false }
        dashedLines += 1
        guard !hasHiddenBoundary else { return true }
        var end = octets.count
        while end > 2, octets[end - 1] <= Octet.space { end -= 1 }
        guard end - 2 <= Self.boundaryBytesMax else { return false }
        return boundaries.contains(Array(octets[2..<end]))
    }

    /// A group opens with a colon, and the library goes down a level for each.
    private mutating func countColons(_ line: MailLines.Line) {
        if !line.isFolded { colons = Self.isAddressHeader(line.octets) ? 0 : nil }
        guard let before = colons else { return }
        var count = before
        for octet in line.octets where octet == Self.colon { count += 1 }
        colons = count
        guard count > Self.colonsMax else { return }
        let nameEnd = line.isFolded ? 0 : (line.octets.firstIndex(of: Self.colon) ?? 0) + 1
        let range = (line.start + nameEnd)..<(line.start + line.octets.count)
        // Folded lines of one header are one range: a mail may have millions of them.
        if line.isFolded, let last = groupRanges.last, last.upperBound + 1 == line.start {
            groupRanges[groupRanges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            groupRanges.append(range)
        }
    }

    private static func isAddressHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        let name = line.prefix(30).prefix { $0 != colon && $0 > Octet.space }
        let lowered = String(decoding: name.map(Octet.lowercased), as: UTF8.self)
        return addressHeaders.contains(lowered) || lowered.hasPrefix("resent-")
    }

    private static let addressHeaders: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "disposition-notification-to",
    ]
}

extension MailSurvey {
    /// RFC 2046 §5.1.1 says 70; more is looked at because the library takes more.
    private static var boundaryBytesMax: Int { 1000 }

    /// Values that are kept: a text may say `boundary=` as often as it likes, and what stands behind
    /// one of them may hold many more.
    private static var boundariesMax: Int { 2048 }

    /// Collects the values of all `boundary=`; past the limit every dashed line counts as one.
    private mutating func findBoundaries(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while let found = Self.index(of: "boundary", in: bytes, from: index) {
            guard boundariesCount < Self.boundariesMax else {
                hasHiddenBoundary = true
                return
            }
            index = found + "boundary".utf8.count
            var value = index
            while value < bytes.count, bytes[value] <= Octet.space { value += 1 }
            guard value < bytes.count else { return }
            if bytes[value] == 0x3D {
                boundariesCount += 1
                noteBoundary(bytes, from: value + 1)
            } else if bytes[value] == 0x2A || bytes[value] == 0x28 {
                // RFC 2231 and comments: not read here, so every dashed line counts.
                boundariesCount += 1
                hasHiddenBoundary = true
            }
        }
    }

    private mutating func noteBoundary(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        var index = start
        while index < bytes.count, bytes[index] <= Octet.space { index += 1 }
        let isQuoted = index < bytes.count && bytes[index] == Octet.quote
        if isQuoted { index += 1 }
        let value = bytes[min(index, bytes.count)...].prefix(Self.boundaryBytesMax).prefix {
            isQuoted ? $0 != Octet.quote : $0 > Octet.space && $0 != 0x3B
        }
        guard value.count < Self.boundaryBytesMax, Self.isPlain(value),
            isQuoted || Self.endsValue(bytes, at: value.endIndex)
        else {
            hasHiddenBoundary = true
            return
        }
        var boundary = Array(value)
        while boundary.last == Octet.space { boundary.removeLast() }
        boundaries.insert(boundary)
        // The closing delimiter; the library may take it for an opening one of another multipart.
        boundaries.insert(boundary + [0x2D, 0x2D])
    }

    /// True for what the library reads as it stands: no escape, comment or encoded word (RFC 2047),
    /// and no letter outside ASCII, which it would convert.
    private static func isPlain(_ value: Slice<UnsafeRawBufferPointer>) -> Bool {
        let isASCII = value.allSatisfy {
            (Octet.space...0x7F).contains($0) && $0 != Octet.backslash && $0 != 0x28
        }
        return isASCII && !zip(value, value.dropFirst()).contains { $0 == 0x3D && $1 == 0x3F }
    }

    /// True when an unquoted value ends there for the library too: it reads on to a semicolon, over
    /// blanks and folded lines.
    private static func endsValue(_ bytes: UnsafeRawBufferPointer, at end: Int) -> Bool {
        var index = end
        var isLineEnd = false
        while index < bytes.count {
            switch bytes[index] {
            case Octet.space, Octet.tab: isLineEnd = false
            case Octet.carriageReturn: break
            case Octet.lineFeed:
                if isLineEnd { return true }
                isLineEnd = true
            case 0x3B: return true
            default: return isLineEnd
            }
            index += 1
        }
        return true
    }

    private static func contains(_ word: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        index(of: word, in: bytes, from: 0) != nil
    }

    /// Finds an ASCII word in lower case, whatever case it is written in.
    private static func index(
        of word: StaticString,
        in bytes: UnsafeRawBufferPointer,
        from start: Int
    ) -> Int? {
        let count = word.utf8CodeUnitCount
        let first = word.utf8Start[0]
        var index = start
        while index + count <= bytes.count {
            if bytes[index] | 0x20 == first {
                var offset = 1
                while offset < count,
                    Octet.lowercased(bytes[index + offset]) == word.utf8Start[offset]
                {
                    offset += 1
                }
                if offset == count { return index }
            }
            index += 1
        }
        return nil
    }
}
