import Cryptography
import Desk

/// A table whose rows are chained: what it is called in a seal, and what of a row is digested.
///
/// A number once given stays, and so do the columns: digests of long ago are made of them. A table
/// that is to be chained is one more line of ``all``, and its rows are written by
/// ``SQLSession/insert(_:toBeSealedAs:)``.
struct ChainedTable: Sendable {
    let source: Int64
    let table: StoredTable
    /// Takes out of a row what may be erased later.
    private let settled: @Sendable ([SQLValue]) -> [SQLValue]

    static let all = [events, reads, accessRecords, changeRecords]

    /// What became of a ticket; the names that citizens gave are not chained, so that they can be
    /// erased.
    static let events = ChainedTable(
        source: 1,
        table: StoredTable(
            "events",
            key: [.integer("id")],
            [
                .integer("ticket"), .integer("at"), .text("actor_kind"), .text("actor"),
                .text("kind"), .text("details"), .text("actor_name"),
            ]
        )
    ) { row in
        row[3] == .text("citizen") ? row.dropLast() + [.null] : row
    }

    /// Who saw what.
    static let reads = ChainedTable(
        source: 2,
        table: StoredTable(
            "reads",
            key: [.integer("id")],
            [
                .integer("at"), .integer("until"), .integer("times"), .text("staff"),
                .text("what"), .integer("ticket"), .text("details"),
            ]
        )
    ) { $0 }

    /// Who was let in and who was not; one that stands for no other is digested as it was before some
    /// stood for several.
    static let accessRecords = ChainedTable(
        source: 3,
        table: StoredTable(
            "access_records",
            key: [.integer("id")],
            [
                .integer("at"), .text("staff"), .text("staff_key"), .text("address"),
                .text("network"), .text("means"), .text("outcome"), .text("actor"),
                .integer("times"),
            ]
        )
    ) { row in
        row.last == .integer(1) ? row.dropLast() : row
    }

    /// Who changed what is no ticket's.
    static let changeRecords = ChainedTable(
        source: 4,
        table: StoredTable(
            "change_records",
            key: [.integer("id")],
            [
                .integer("at"), .text("staff"), .text("staff_key"), .text("act"), .text("subject"),
                .text("details"),
            ]
        )
    ) { $0 }

    private init(
        source: Int64,
        table: StoredTable,
        _ settled: @escaping @Sendable ([SQLValue]) -> [SQLValue]
    ) {
        self.source = source
        self.table = table
        self.settled = settled
    }

    /// The digests of the rows with these ids; those that are not there are left out.
    func digests(
        of ids: [Int64],
        in session: any SQLSession
    ) throws(DeskError) -> [Int64: Digest] {
        let names = table.columns.map(\.name).joined(separator: ", ")
        var found: [Int64: Digest] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.pageRows).map { SQLValue.integer($0) }
            try session.each(
                "SELECT \(name: names) FROM \(name: table.name) WHERE id IN (\(list: some))"
            ) { (row) throws(DeskError) in
                let values = table.columns.indices.map { table.columns[$0].value(row, $0) }
                found[row.integer(0)] = digest(of: values)
                return true
            }
            rest = rest.dropFirst(Self.pageRows)
        }
        return found
    }

    private static let pageRows = 100

    /// SHA-256 over the table's number and every value, each with its kind and length, so that no
    /// two rows are the same octets.
    private func digest(of row: [SQLValue]) -> Digest {
        Digest(of: settled(row).reduce(into: source.octets) { $0 += $1.octets })
    }
}

extension SQLValue {
    /// A form that tells every value from every other: its kind, its length and its octets.
    ///
    /// Digests of long ago are made of it.
    var octets: [UInt8] {
        switch self {
        case .null: [0]
        case .integer(let number): [1] + number.octets
        case .text(let text): [2] + Int64(text.utf8.count).octets + text.utf8
        case .blob(let bytes): [3] + Int64(bytes.count).octets + bytes
        }
    }
}

extension Int64 {
    /// Eight octets, the highest first.
    var octets: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
