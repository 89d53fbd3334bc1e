import Desk

@testable import Storage

/// A session that remembers what it was asked.
final class WatchedSession: SQLSession {
    private let real: any SQLSession
    private(set) var statements: [Storage.SQL] = []

    init(real: any SQLSession) { self.real = real }

    /// What SQLite says it does for every statement so far that `isAsked` lets through, which are only
    /// explained.
    func plans(
        where isAsked: (Storage.SQL) -> Bool = { _ in true }
    ) throws(DeskError) -> [String] {
        var plans: [String] = []
        for statement in statements where isAsked(statement) {
            var explained: Storage.SQL = "EXPLAIN QUERY PLAN "
            explained += statement
            plans += try real.all(explained) { $0.text(3) }
        }
        return plans
    }

    func execute(_ statement: Storage.SQL) throws(DeskError) {
        statements.append(statement)
        try real.execute(statement)
    }

    func executeNow(_ statement: Storage.SQL) throws(DeskError) -> Int {
        statements.append(statement)
        return try real.executeNow(statement)
    }

    func each(
        _ query: Storage.SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError) {
        statements.append(query)
        try real.each(query, body)
    }

    func unindexed(_ column: String) -> String { real.unindexed(column) }

    var writer: String { real.writer }

    var versionQuery: Storage.SQL { real.versionQuery }
    var skippingLocked: Storage.SQL { real.skippingLocked }
    var orderingByOctets: String { real.orderingByOctets }

    func lastNumbers() throws(DeskError) -> [NumberedTable: Int64] { try real.lastNumbers() }

    func continueNumbering(past numbers: [NumberedTable: Int64]) throws(DeskError) {
        try real.continueNumbering(past: numbers)
    }

    func takeStock() throws(DeskError) { try real.takeStock() }

    func announce(_ change: StoreChange) throws(DeskError) { try real.announce(change) }

    func insert(
        _ statement: Storage.SQL,
        toBeSealedAs source: Int64
    ) throws(DeskError) {
        try real.insert(statement, toBeSealedAs: source)
    }

    func replaceWords(of ticket: Int64, _ old: [String], with new: [String]) throws(DeskError) {
        try real.replaceWords(of: ticket, old, with: new)
    }

    func makeFindable(_ text: String, ticket: Int64) throws(DeskError) {
        try real.makeFindable(text, ticket: ticket)
    }

    func makeFindable(_ texts: [FindableText]) throws(DeskError) {
        try real.makeFindable(texts)
    }

    func replaceName(of ticket: Int64, _ old: String?, with new: String?) throws(DeskError) {
        try real.replaceName(of: ticket, old, with: new)
    }

    func pattern(_ text: String) throws(DeskError) -> String? { try real.pattern(text) }

    func namePattern(_ name: String) throws(DeskError) -> String? { try real.namePattern(name) }

    func isFound(_ pattern: String, in ticket: Int64) throws(DeskError) -> Bool {
        try real.isFound(pattern, in: ticket)
    }

    func eachTicketFound(
        matching pattern: String,
        before: Int64,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try real.eachTicketFound(matching: pattern, before: before, body)
    }
}
