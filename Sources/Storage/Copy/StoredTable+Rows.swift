import Desk

extension StoredTable {
    /// One row, its values in the order of ``columns``.
    typealias StoredRow = [SQLValue]

    /// The next rows after a key, in the order of the key's octets, which both databases share.
    func page(
        after key: [SQLValue]?,
        in session: any SQLSession
    ) throws(DeskError) -> [StoredRow] {
        let order = order(in: session).joined(separator: ", ")
        let names = columns.map(\.name).joined(separator: ", ")
        var query = SQL(stringLiteral: "SELECT \(names) FROM \(name)")
        if let key {
            query += SQL(stringLiteral: " WHERE (\(order)) > ")
            query += "(\(list: key))"
        }
        query += SQL(stringLiteral: " ORDER BY \(order)")
        query += " LIMIT \(pageRows)"
        return try session.all(query) { (row) in
            columns.indices.map { columns[$0].value(row, $0) }
        }
    }

    /// Writes rows that are not there yet.
    func insert(_ rows: [StoredRow], into session: any SQLSession) throws(DeskError) {
        let names = columns.map(\.name).joined(separator: ", ")
        let rowsMax = max(1, Self.valuesMax / columns.count)
        var rest = rows[...]
        while !rest.isEmpty {
            var statement = SQL(stringLiteral: "INSERT INTO \(name) (\(names)) VALUES ")
            for (index, row) in rest.prefix(rowsMax).enumerated() {
                if index > 0 { statement += ", " }
                statement += "(\(list: row))"
            }
            try session.execute(statement)
            rest = rest.dropFirst(rowsMax)
        }
    }

    /// The greatest key; nil when there is no row.
    func lastKey(in session: any SQLSession) throws(DeskError) -> [SQLValue]? {
        let order = order(in: session).map { "\($0) DESC" }.joined(separator: ", ")
        let names = key.map(\.name).joined(separator: ", ")
        let query = SQL(stringLiteral: "SELECT \(names) FROM \(name) ORDER BY \(order) LIMIT 1")
        return try session.first(query) { (row) in
            key.indices.map { key[$0].value(row, $0) }
        }
    }

    /// The key's columns, so that both databases put them in the same order.
    private func order(in session: any SQLSession) -> [String] {
        key.map { $0.kind == .text ? $0.name + session.orderingByOctets : $0.name }
    }

    func count(in session: any SQLSession) throws(DeskError) -> Int64 {
        try session.first(SQL(stringLiteral: "SELECT count(*) FROM \(name)")) { $0.integer(0) } ?? 0
    }

    /// Values that one statement binds: both databases take more, and it pays no longer.
    private static let valuesMax = 5_000
}
