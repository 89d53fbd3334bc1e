import Desk
import Foundation
import GRDB

/// ``SQLSession`` over one SQLite connection.
struct SQLiteSession: SQLSession {
    let connection: SQLiteConnection
    /// Where words wait for the end of the transaction; nil where they are indexed at once.
    var wordsToIndex: WordsToIndex?

    func execute(_ statement: SQL) throws(DeskError) { _ = try executeNow(statement) }

    func executeNow(_ statement: SQL) throws(DeskError) -> Int {
        try connection.use(statement.template) { (prepared) throws(DeskError) in
            try prepared.bind(statement.values)
            while try prepared.step() {}
            return prepared.changes
        }
    }

    func each(
        _ query: SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try connection.use(query.template) { (prepared) throws(DeskError) in
            try prepared.bind(query.values)
            let row = SQLiteRow(statement: prepared.raw)
            while try prepared.step() {
                guard try body(row) else { return }
            }
        }
    }

    var versionQuery: SQL { "PRAGMA user_version" }

    /// One writer at a time needs no locks.
    var skippingLocked: SQL { "" }

    /// There is only one writer.
    var writer: String { "0" }

    /// SQLite knows no other order.
    var orderingByOctets: String { "" }

    func lastNumbers() throws(DeskError) -> [NumberedTable: Int64] {
        var numbers: [NumberedTable: Int64] = [:]
        for (name, number) in try all(
            "SELECT name, seq FROM sqlite_sequence",
            { ($0.text(0), $0.integer(1)) }
        ) {
            if let table = NumberedTable(rawValue: name) { numbers[table] = number }
        }
        return numbers
    }

    /// Behind what was written by hand AUTOINCREMENT goes on by itself.
    func continueNumbering(past numbers: [NumberedTable: Int64]) throws(DeskError) {
        let own = try lastNumbers()
        for (table, number) in numbers where number > own[table, default: 0] {
            // No key keeps a table from standing there twice.
            try execute("DELETE FROM sqlite_sequence WHERE name = \(table)")
            try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(number))")
        }
    }

    func insert(_ statement: SQL, toBeSealedAs source: Int64) throws(DeskError) {
        try execute(statement)
        try execute(
            "INSERT INTO unsealed (source, record) VALUES (\(source), last_insert_rowid())"
        )
    }

    /// Nobody else is on this store.
    func announce(_ change: StoreChange) {}

    /// A sign in front makes it an expression, which no index is on.
    func unindexed(_ column: String) -> String { "+\(column)" }

    /// Its plans are the same whatever the tables hold.
    func takeStock() {}

    func makeFindable(_ text: String, ticket: Int64) throws(DeskError) {
        let ordinal = try first(
            "SELECT count(*) FROM messages WHERE ticket = \(ticket)"
        ) { (row) in row.integer(0) }
        guard let ordinal else { return }
        try makeFindable([FindableText(ticket: ticket, ordinal: ordinal, text: text)])
    }

    func makeFindable(_ texts: [FindableText]) throws(DeskError) {
        for one in texts where one.ordinal <= Self.ordinalMax {
            let words = FoldedWords(one.text).once
            let rowID = Self.rowID(one.ticket, one.ordinal)
            if let wordsToIndex {
                wordsToIndex.add(words, rowID: rowID)
            } else {
                try index(words, rowID: rowID)
            }
        }
    }

    func index(_ words: String, rowID: Int64) throws(DeskError) {
        try execute("INSERT INTO search (rowid, text) VALUES (\(rowID), \(words))")
    }

    func replaceWords(of ticket: Int64, _ old: [String], with new: [String]) throws(DeskError) {
        try wordsToIndex?.write(self)
        for (ordinal, text) in zip(1...Self.ordinalMax, old)
        where try isIndexed(Self.rowID(ticket, ordinal)) {
            // The index holds no text of its own: it must be told what it was given.
            try execute(
                """
                INSERT INTO search (search, rowid, text)
                VALUES ('delete', \(Self.rowID(ticket, ordinal)), \(FoldedWords(text).once))
                """
            )
        }
        for (ordinal, text) in zip(1...Self.ordinalMax, new) {
            try index(FoldedWords(text).once, rowID: Self.rowID(ticket, ordinal))
        }
    }

    func replaceName(of ticket: Int64, _ old: String?, with new: String?) throws(DeskError) {
        let (old, new) = (NameWords(old), NameWords(new))
        let rowID = Self.rowID(ticket, Self.nameOrdinal)
        if !old.isEmpty {
            try wordsToIndex?.write(self)
            if try isIndexed(rowID) {
                try execute(
                    """
                    INSERT INTO search (search, rowid, text)
                    VALUES ('delete', \(rowID), \(old.once))
                    """
                )
            }
        }
        guard !new.isEmpty else { return }
        if let wordsToIndex, old.isEmpty {
            wordsToIndex.add(new.once, rowID: rowID)
        } else {
            try index(new.once, rowID: rowID)
        }
    }

    /// False for a text that was erased before: what is taken out twice spoils FTS5's own figures, and
    /// in the end it takes itself for damaged.
    private func isIndexed(_ rowID: Int64) throws(DeskError) -> Bool {
        try first("SELECT 1 FROM search_docsize WHERE id = \(rowID)") { _ in true } ?? false
    }

    func isFound(_ pattern: String, in ticket: Int64) throws(DeskError) -> Bool {
        try wordsToIndex?.write(self)
        return try first(
            """
            SELECT 1 FROM search
            WHERE search MATCH \(pattern)
                AND rowid BETWEEN \(Self.rowID(ticket, 0)) AND \(Self.rowID(ticket, Self.ordinalMax))
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    func eachTicketFound(
        matching pattern: String,
        before: Int64,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try wordsToIndex?.write(self)
        var query: SQL = "SELECT rowid FROM search WHERE search MATCH \(pattern)"
        if before <= Self.ticketMax { query += " AND rowid < \(Self.rowID(before, 0))" }
        query += " ORDER BY rowid DESC"
        var last: Int64?
        try each(query) { (row) throws(DeskError) in
            let ticket = row.integer(0) >> 20
            guard ticket != last else { return true }
            last = ticket
            return try body(ticket)
        }
    }

    /// How many texts of one ticket are findable; later ones are kept and shown all the same.
    static let ordinalMax: Int64 = (1 << 20) - 1
    /// Where the citizen's name stands, before the texts.
    private static let nameOrdinal: Int64 = 0
    /// The greatest number that fits beside its texts into a rowid.
    private static let ticketMax = Int64.max >> 20

    private static func rowID(_ ticket: Int64, _ ordinal: Int64) -> Int64 {
        precondition(ordinal >= 0 && ordinal <= ordinalMax, "checked by the caller")
        return ticket << 20 | ordinal
    }

    /// Each word in quotes, so that nothing the caller types is an operator; the last one with its
    /// endings, since it may be unfinished.
    ///
    /// The endings are looked up rather than left to FTS5's own `*`, which first collects every
    /// text in which the word begins: a second and more for a common one, where this takes
    /// milliseconds. Source: FTS5 §3.
    func pattern(_ text: String) throws(DeskError) -> String? {
        var words = Array(FoldedWords(text).prefix(searchWordsMax))
        guard let last = words.popLast() else { return nil }
        return (words.map { "\"\($0)\"" } + [try unfinished(last)]).joined(separator: " AND ")
    }

    func namePattern(_ name: String) throws(DeskError) -> String? {
        var words: [String] = []
        for word in NameWords(name).wanted { words.append(try unfinished(word)) }
        return words.isEmpty ? nil : words.joined(separator: " AND ")
    }

    /// A word with its endings.
    private func unfinished(_ word: String) throws(DeskError) -> String {
        var endings = try endings(of: word)
        // Whole words count in any case, in the index or not.
        if endings.first != word { endings.insert(word, at: 0) }
        return "(\(endings.map { "\"\($0)\"" }.joined(separator: " OR ")))"
    }

    /// Words of the index that begin so, in order; none where the word is too short to be unfinished.
    private func endings(of beginning: String) throws(DeskError) -> [String] {
        guard beginning.unicodeScalars.count >= unfinishedScalarsMin else { return [] }
        try wordsToIndex?.write(self)
        var found: [String] = []
        var from = beginning
        while found.count < Self.endingsMax {
            let word = try first(
                "SELECT term FROM search_words WHERE term >= \(from) LIMIT 1"
            ) { (row) in row.text(0) }
            guard let word, word.utf8.starts(with: beginning.utf8) else { return found }
            found.append(word)
            // No word has this character: the next in order is the next word.
            from = "\(word)\u{1}"
        }
        return found
    }

    /// Most words that an unfinished one may stand for, as the API's description says; those beyond are
    /// found by typing on.
    private static let endingsMax = 32

    /// Keeps what the desk said, and says of the database's own errors what happened but never
    /// with which values.
    static func failure(_ error: any Error) -> DeskError {
        if let error = error as? DeskError { return error }
        guard let error = error as? DatabaseError else {
            return .unavailable(cause: "the store failed: \(type(of: error))")
        }
        return .unavailable(
            cause: "SQLite \(error.extendedResultCode): \(error.message ?? "no message")"
        )
    }
}
