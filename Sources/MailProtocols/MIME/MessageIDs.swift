/// Message identifiers out of raw header values (RFC 5322 §3.6.4).
public enum MessageIDs {
    /// The identifiers without angle brackets, in order, each once.
    ///
    /// Some senders leave the brackets out, or fold inside an identifier; both are read.
    static func parse(_ raw: [UInt8]) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        var rest = raw[...]
        while let opening = rest.firstIndex(of: 0x3C) {
            rest = rest[(opening + 1)...]
            // An opening without an end is followed by none that has one.
            guard let closing = rest.firstIndex(of: 0x3E) else { break }
            let last = rest[..<closing].lastIndex(of: 0x3C).map { $0 + 1 } ?? rest.startIndex
            note(rest[last..<closing], &found, &seen)
            rest = rest[(closing + 1)...]
        }
        guard found.isEmpty else { return found }
        for word in raw.split(whereSeparator: { $0 <= Octet.space || $0 == 0x2C }) {
            if word.contains(Octet.at) { note(word, &found, &seen) }
        }
        return found
    }

    /// Keeps the first one, which began the thread, and the last ones, which are nearest.
    ///
    /// - Parameters:
    ///   - identifiers: the oldest first.
    ///   - limit: how many are kept, 2...
    /// - Returns: all of them, when they are no more.
    public static func bounded(_ identifiers: [String], to limit: Int) -> [String] {
        precondition(limit >= 2, "the first and the last")
        guard identifiers.count > limit else { return identifiers }
        return identifiers.prefix(1) + identifiers.suffix(limit - 1)
    }

    private static func note(
        _ octets: ArraySlice<UInt8>,
        _ found: inout [String],
        _ seen: inout Set<String>
    ) {
        let kept = octets.filter { $0 > Octet.space && $0 != 0x7F }
        guard !kept.isEmpty, kept.count <= bytesMax else { return }
        let identifier = Charset.guess(kept)
        if seen.insert(identifier).inserted { found.append(identifier) }
    }

    /// RFC 5322 §2.1.1: nothing longer fits a line.
    private static let bytesMax = 998
}
