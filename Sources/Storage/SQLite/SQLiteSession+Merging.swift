import Desk
import Foundation

/// How far the index of words has forgotten what was erased, as the mark
/// ``MarkTable/Mark/erasedWords`` has it: a stage, and milliseconds since 1970.
private struct ErasedWords {
    enum Stage: String {
        /// Nothing is merged yet.
        case owed
        /// The parts that there were are being merged.
        case begun
        /// So they are, and more was erased since: they have to be merged once more.
        case again
    }

    var stage: Stage
    /// Since when erased words wait to be merged away.
    var since: Int64

    var text: String { "\(stage.rawValue) \(since)" }

    init(_ stage: Stage, since moment: Date) {
        self.stage = stage
        since = Int64(moment.timeIntervalSince1970 * 1_000)
    }

    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let stage = Stage(rawValue: String(words[0])),
            let since = Int64(words[1])
        else { return nil }
        (self.stage, self.since) = (stage, since)
    }
}

extension SQLiteSession {
    func noteErasedWords(at moment: Date) throws(DeskError) {
        switch try erasedWords()?.stage {
        case .owed, .again: return
        case .begun: try write(ErasedWords(.again, since: moment))
        case nil: try write(ErasedWords(.owed, since: moment))
        }
    }

    /// Begun once, and then gone on with: to begin anew with every step, each time with the parts
    /// that others' writes have added meanwhile, would never come to an end.
    ///
    /// Source: FTS5 §6.6, the `merge` command: a negative number begins to merge all parts into one,
    /// a positive one goes on with it.
    func mergeWords(erasedBefore moment: Date) throws(DeskError) -> Bool {
        guard var words = try erasedWords() else { return true }
        // What this transaction has erased itself is written into the index by a savepoint.
        try connection.run("SAVEPOINT erased_words")
        try connection.run("RELEASE erased_words")
        if words.stage == .owed {
            guard words.since < ErasedWords(.owed, since: moment).since else { return true }
            guard try indexLevels().count <= Self.levelsMax else {
                throw .unavailable(
                    cause: """
                        the index of words was merged as often as this SQLite can: helpdeskd store copy \
                        makes it anew
                        """
                )
            }
            try merge(pages: -Self.mergePages)
            words.stage = .begun
        } else {
            try merge(pages: Self.mergePages)
        }
        guard try !indexLevels().contains(where: \.isBeingMerged) else {
            try write(words)
            return false
        }
        if words.stage == .again {
            words.stage = .owed
            try write(words)
            return false
        }
        try MarkTable(session: self).remove(.erasedWords)
        return true
    }

    /// Pages that one step of merging writes: some tens of milliseconds.
    static let mergePages: Int64 = 500
    /// Levels of the index beyond which it is not merged as a whole: each time adds two, and SQLite
    /// before 3.43 takes an index of more than 2,000 for damaged (`FTS5_MAX_SEGMENT`).
    static let levelsMax = 1_900

    private func merge(pages: Int64) throws(DeskError) {
        try execute("INSERT INTO search (search, rank) VALUES ('merge', \(pages))")
    }

    private func erasedWords() throws(DeskError) -> ErasedWords? {
        try MarkTable(session: self).find(.erasedWords).flatMap(ErasedWords.init)
    }

    private func write(_ words: ErasedWords) throws(DeskError) {
        try MarkTable(session: self).set(.erasedWords, to: words.text)
    }

    /// The levels of the index of words, as FTS5 has them written down.
    func indexLevels() throws(DeskError) -> [IndexLevel] {
        let record = try first("SELECT block FROM search_data WHERE id = 10") { $0.blob(0) }
        guard let levels = record.flatMap(IndexLevel.levels) else {
            throw .unavailable(cause: "the index of words is in a form not known here")
        }
        return levels
    }
}

/// A level of an index of FTS5: parts of about the same size.
struct IndexLevel: Equatable {
    /// True while its parts are being merged into one of the next level.
    let isBeingMerged: Bool
    let partsCount: Int

    /// Reads the structure record; nil for one of another form.
    ///
    /// Source: fts5_index.c, "Structure record": four octets of a cookie, then SQLite's varints: the
    /// numbers of levels and of segments, a counter, and of each level its segments that are being
    /// merged and all of its segments, each an id, its first page and its last.
    static func levels(in record: [UInt8]) -> [IndexLevel]? {
        var rest = record.dropFirst(4)
        guard let count = varint(&rest), count < 10_000, varint(&rest) != nil, varint(&rest) != nil
        else { return nil }
        var levels: [IndexLevel] = []
        for _ in 0..<count {
            guard let merging = varint(&rest), let parts = varint(&rest), parts < 10_000 else {
                return nil
            }
            for _ in 0..<3 * parts where varint(&rest) == nil { return nil }
            levels.append(IndexLevel(isBeingMerged: merging > 0, partsCount: parts))
        }
        return rest.isEmpty ? levels : nil
    }

    /// Seven bits an octet, the greatest first, as long as the eighth is set.
    private static func varint(_ octets: inout ArraySlice<UInt8>) -> Int? {
        var number = 0
        for _ in 0..<8 {
            guard let octet = octets.popFirst() else { return nil }
            number = number << 7 | Int(octet & 0x7f)
            if octet < 0x80 { return number }
        }
        return nil
    }
}
