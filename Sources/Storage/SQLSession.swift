import Desk
import Foundation

/// What both databases can do inside a transaction; where they differ, the difference has a name.
protocol SQLSession {
    /// Runs a statement, perhaps only with the next one: what is wrong with it may be thrown there,
    /// or at the commit.
    func execute(_ statement: SQL) throws(DeskError)

    /// Runs a statement now, and returns how many rows it wrote.
    func executeNow(_ statement: SQL) throws(DeskError) -> Int

    /// Hands each row to `body` until there are none left or `body` returns false.
    func each(
        _ query: SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError)

    /// What stands at the end of a query that takes rows which nobody else is taking.
    var skippingLocked: SQL { get }

    /// Asks which version the tables are of.
    var versionQuery: SQL { get }

    /// A number that no other transaction has while this one lasts, as SQL.
    var writer: String { get }

    /// What stands behind a text column that is put in the order of its octets.
    var orderingByOctets: String { get }

    /// Runs an `INSERT` of one row with a numbered `id`, and notes that a seal is owed to it.
    func insert(_ statement: SQL, toBeSealedAs source: Int64) throws(DeskError)

    /// The greatest number that each table has given out, as far as the database knows: it may be
    /// ahead of the rows, as behind a restored backup.
    func lastNumbers() throws(DeskError) -> [NumberedTable: Int64]

    /// Goes on behind these numbers, and behind the greatest ones that somebody wrote by hand.
    func continueNumbering(past numbers: [NumberedTable: Int64]) throws(DeskError)

    /// Lets the rest of the transaction take as long as it does, where the database would end what
    /// takes longer than a request may.
    func liftTimeLimits() throws(DeskError)

    /// Lets the database look at what it holds, where its plans depend on that.
    func takeStock() throws(DeskError)

    /// Tells other daemons on the same store, once the transaction is committed.
    func announce(_ change: StoreChange) throws(DeskError)

    /// A column for a condition that no index shall be used for, where the database has to be told.
    func unindexed(_ column: String) -> String

    /// Makes the words of one more text findable under a ticket.
    func makeFindable(_ text: String, ticket: Int64) throws(DeskError)

    /// Makes the words of many texts findable at once, whose messages have been written.
    func makeFindable(_ texts: [FindableText]) throws(DeskError)

    /// Makes the words of a ticket's texts unfindable and those of others findable in their place.
    ///
    /// - Parameters:
    ///   - ticket: the number.
    ///   - old: every text that was made findable under the ticket, as it was, in that order.
    ///   - new: what is to be found from now on, in the same order; empty for nothing.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func replaceWords(of ticket: Int64, _ old: [String], with new: [String]) throws(DeskError)

    /// Makes a ticket findable by its citizen's name.
    ///
    /// - Parameters:
    ///   - ticket: the number.
    ///   - old: the name that it was findable by until now; nil for none.
    ///   - new: the name that it is findable by from now on; nil for none.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func replaceName(of ticket: Int64, _ old: String?, with new: String?) throws(DeskError)

    /// Writes down that the index of words remembers what was erased, where it does.
    func noteErasedWords(at moment: Date) throws(DeskError)

    /// Merges some of what the index of words keeps in parts, where it remembers what was erased.
    ///
    /// - Parameter moment: nothing is begun where all was erased later than this.
    /// - Returns: true when there is nothing left to do.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func mergeWords(erasedBefore moment: Date) throws(DeskError) -> Bool

    /// What a search looks for, as the database writes it; nil when there is no word in the text.
    func pattern(_ text: String) throws(DeskError) -> String?

    /// The same for a citizen's name, each word of which may be unfinished.
    func namePattern(_ name: String) throws(DeskError) -> String?

    /// True when a text of this ticket matches, or its citizen's name.
    func isFound(_ pattern: String, in ticket: Int64) throws(DeskError) -> Bool

    /// Hands over the tickets below `before` whose texts match, or whose citizen's name does, each
    /// once and newest first, until there are none left or `body` returns false.
    func eachTicketFound(
        matching pattern: String,
        before: Int64,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError)
}

/// A table whose rows are numbered by the database, and whose numbers are never given again.
enum NumberedTable: String, CaseIterable {
    case tickets
    case events
    case reads
    case accessRecords = "access_records"
    case changeRecords = "change_records"

    /// The column with the number.
    var column: String {
        switch self {
        case .tickets: "number"
        case .events, .reads, .accessRecords, .changeRecords: "id"
        }
    }
}

/// A text that is to be found under its ticket.
struct FindableText {
    var ticket: Int64
    /// The place of its message among those of the ticket, from 1.
    var ordinal: Int64
    var text: String
}

/// Most words of a search that count; the last one may be unfinished.
let searchWordsMax = 16

/// Unicode scalars from which on the last word of a search may be unfinished: of the beginnings of
/// fewer hardly any is meant, and every one of them has hundreds of words.
let unfinishedScalarsMin = 3

/// One row of an answer, read by position.
protocol SQLRow {
    func isNull(_ index: Int) -> Bool
    func integer(_ index: Int) -> Int64
    func text(_ index: Int) -> String
    func blob(_ index: Int) -> [UInt8]
}

extension SQLSession {
    func unindexed(_ column: String) -> String { column }

    func liftTimeLimits() throws(DeskError) {}

    func noteErasedWords(at moment: Date) throws(DeskError) {}

    func mergeWords(erasedBefore moment: Date) throws(DeskError) -> Bool { true }

    func first<Value>(
        _ query: SQL,
        _ read: (any SQLRow) throws(DeskError) -> Value
    ) throws(DeskError) -> Value? {
        var found: Value?
        try each(query) { (row) throws(DeskError) in
            found = try read(row)
            return false
        }
        return found
    }

    func all<Value>(
        _ query: SQL,
        _ read: (any SQLRow) throws(DeskError) -> Value
    ) throws(DeskError) -> [Value] {
        var found: [Value] = []
        try each(query) { (row) throws(DeskError) in
            found.append(try read(row))
            return true
        }
        return found
    }
}
