import Cryptography
public import Desk
import Foundation

/// Moves a desk from one database to another, whole.
///
/// Rows go over table by table in the order of their keys, so a copy that was broken off goes on
/// behind the last key that arrived. While it lasts the target bears a mark, and no daemon serves
/// from it. At the end every table is read again on both sides, counted and digested: only when all
/// agree is the mark taken away. Nobody may write to the source meanwhile; if somebody does, the
/// digests say so.
public struct StoreCopy: Sendable {
    private let source: any DurableStore
    private let target: any DurableStore

    /// How far it is.
    public struct Progress: Sendable, Equatable {
        /// The table that is being copied or compared.
        public var table: String
        /// Rows of it that are done.
        public var rows: Int64
        /// Rows that it has in the source.
        public var rowsTotal: Int64
        /// False while it is copied, true while it is compared.
        public var isComparing: Bool
    }

    /// What was found to be the same on both sides.
    public struct Report: Sendable {
        /// Rows of each table, in the order they were copied.
        public var rows: [(table: String, count: Int64)]
    }

    /// Copies from a store into another, which is empty or holds the beginning of this copy.
    public init(from source: any DurableStore, to target: any DurableStore) {
        self.source = source
        self.target = target
    }

    /// Copies what is not there yet, and compares all of it.
    ///
    /// - Parameter progress: told after each page of rows.
    /// - Returns: what the target holds now.
    /// - Throws: ``DeskError/wrongState(detail:)`` when the target is a desk of its own or the two
    ///   differ in the end; ``DeskError/unavailable(cause:)`` when a database fails: run it again.
    public func run(
        _ progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws(DeskError) -> Report {
        try await begin()
        for table in StoredTable.all { try await copy(table, progress) }
        var rows: [(String, Int64)] = []
        for table in StoredTable.all {
            rows.append((table.name, try await compare(table, progress)))
        }
        // Had a daemon come meanwhile, what it wrote would be in one of the two only.
        try await source.checkSeclusion()
        // They may be ahead of the rows: what a letter names must not become somebody else's.
        let numbers = try await source.read { reading throws(DeskError) in
            try StoreTransaction(reading).session.lastNumbers()
        }
        try await end(goingOnPast: numbers)
        return Report(rows: rows)
    }

    /// A transaction from inside, which may take its time: what counts large tables does.
    private static func patientSession(
        of transaction: any DeskReading
    ) throws(DeskError) -> any SQLSession {
        let session = StoreTransaction(transaction).session
        try session.liftTimeLimits()
        return session
    }

    /// Marks the target, unless it is somebody's desk.
    private func begin() async throws(DeskError) {
        try await target.write { transaction throws(DeskError) in
            let session = try Self.patientSession(of: transaction)
            guard try MarkTable(session: session).find(.unfinishedCopy) == nil else { return }
            for table in StoredTable.all {
                guard try table.count(in: session) == 0 else {
                    throw .wrongState(detail: "the target is not empty: it has \(table.name)")
                }
            }
            try MarkTable(session: session).set(.unfinishedCopy, to: "begun")
        }
    }

    private func end(
        goingOnPast numbers: [NumberedTable: Int64]
    ) async throws(DeskError) {
        try await target.write { transaction throws(DeskError) in
            let session = try Self.patientSession(of: transaction)
            try session.continueNumbering(past: numbers)
            try session.takeStock()
            try MarkTable(session: session).remove(.unfinishedCopy)
        }
    }

    private func copy(
        _ table: StoredTable,
        _ progress: @Sendable (Progress) -> Void
    ) async throws(DeskError) {
        let (total, _) = try await figures(of: table, in: source)
        var (done, last) = try await figures(of: table, in: target)
        while true {
            let after = last
            let rows = try await source.read { reading throws(DeskError) in
                try table.page(after: after, in: StoreTransaction(reading).session)
            }
            guard let newest = rows.last else { return }
            try await target.write { transaction throws(DeskError) in
                let session = StoreTransaction(transaction).session
                if table.name == StoredTable.messages.name {
                    try MessageCopy(session: session).insert(rows)
                } else {
                    try table.insert(rows, into: session)
                }
                if table.name == StoredTable.tickets.name {
                    try Self.makeNamesFindable(of: rows, in: session)
                }
            }
            last = Array(newest.prefix(table.keyCount))
            done += Int64(rows.count)
            progress(
                Progress(table: table.name, rows: done, rowsTotal: total, isComparing: false)
            )
        }
    }

    /// As when the tickets were written: their citizens' names are in the index of words.
    private static func makeNamesFindable(
        of rows: [StoredTable.StoredRow],
        in session: any SQLSession
    ) throws(DeskError) {
        let place = StoredTable.tickets.columns.firstIndex { $0.name == "citizen_name" }
        for row in rows {
            guard let place, case .integer(let ticket) = row[0], case .text(let name) = row[place]
            else { continue }
            try session.replaceName(of: ticket, nil, with: name)
        }
    }

    private func figures(
        of table: StoredTable,
        in store: any DurableStore
    ) async throws(DeskError) -> (count: Int64, lastKey: [SQLValue]?) {
        try await store.read { reading throws(DeskError) in
            let session = try Self.patientSession(of: reading)
            return (try table.count(in: session), try table.lastKey(in: session))
        }
    }

    /// Reads a table on both sides, page by page, and wants the same octets.
    private func compare(
        _ table: StoredTable,
        _ progress: @Sendable (Progress) -> Void
    ) async throws(DeskError) -> Int64 {
        let (total, _) = try await figures(of: table, in: source)
        var last: [SQLValue]?
        var count: Int64 = 0
        while true {
            let after = last
            let page = try await summary(of: table, after: after, in: source)
            guard try await summary(of: table, after: after, in: target) == page else {
                throw .wrongState(
                    detail: """
                        \(table.name) differ after \(count) rows: somebody wrote to one of the two. \
                        Stop every daemon, empty the target and copy anew.
                        """
                )
            }
            count += Int64(page.count)
            guard let newest = page.lastKey else { return count }
            last = newest
            progress(
                Progress(table: table.name, rows: count, rowsTotal: total, isComparing: true)
            )
        }
    }

    private struct Summary: Sendable, Equatable {
        var digest: Digest
        var count: Int
        var lastKey: [SQLValue]?
    }

    private func summary(
        of table: StoredTable,
        after key: [SQLValue]?,
        in store: any DurableStore
    ) async throws(DeskError) -> Summary {
        try await store.read { reading throws(DeskError) in
            let rows = try table.page(after: key, in: StoreTransaction(reading).session)
            return Summary(
                digest: Digest(of: rows.flatMap { row in row.flatMap(\.octets) }),
                count: rows.count,
                lastKey: rows.last.map { Array($0.prefix(table.keyCount)) }
            )
        }
    }
}

/// Copies messages: what is not copied with them is that they are findable.
private struct MessageCopy {
    let session: any SQLSession

    func insert(_ rows: [StoredTable.StoredRow]) throws(DeskError) {
        var texts: [FindableText] = []
        for row in rows {
            guard case .integer(let ticket) = row[1], let columns = TextColumns(row) else {
                throw .unavailable(cause: "a message of the source cannot be read")
            }
            texts.append(FindableText(ticket: ticket, ordinal: 0, text: try columns.plain))
        }
        let tickets = Set(texts.map(\.ticket)).map(SQLValue.integer)
        var counts = try counts(of: tickets)
        let subjects = try subjects(of: tickets)
        for index in texts.indices {
            let ticket = texts[index].ticket
            counts[ticket, default: 0] += 1
            texts[index].ordinal = counts[ticket, default: 0]
            // As when it was written: the subject is found with the ticket's first message.
            if texts[index].ordinal == 1, let subject = subjects[ticket] {
                texts[index].text = "\(subject)\n\(texts[index].text)"
            }
        }
        try StoredTable.messages.insert(rows, into: session)
        try session.makeFindable(texts)
    }

    /// Messages of each ticket that are there already.
    private func counts(of tickets: [SQLValue]) throws(DeskError) -> [Int64: Int64] {
        let found = try session.all(
            """
            SELECT ticket, count(*) FROM messages WHERE ticket IN (\(list: tickets))
            GROUP BY ticket
            """
        ) { (row) in (row.integer(0), row.integer(1)) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    private func subjects(of tickets: [SQLValue]) throws(DeskError) -> [Int64: String] {
        let found = try session.all(
            "SELECT number, subject FROM tickets WHERE number IN (\(list: tickets))"
        ) { (row) in (row.integer(0), row.text(1)) }
        return Dictionary(uniqueKeysWithValues: found)
    }
}

extension TextColumns {
    /// The columns of a copied row.
    fileprivate init?(_ row: StoredTable.StoredRow) {
        switch (row[6], row[11], row[12]) {
        case (.text(let text), .null, .null): self.init(text: text, packed: nil, size: nil)
        case (.text, .blob(let packed), .integer(let size)):
            self.init(text: "", packed: packed, size: Int(size))
        default: return nil
        }
    }
}
