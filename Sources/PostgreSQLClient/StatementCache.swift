/// A statement the server has parsed and knows by a name.
struct PreparedStatement {
    let name: String
    /// The type of each parameter, as the server inferred it.
    let types: [UInt32]
}

/// Which statements the server keeps prepared for one connection, by their text.
///
/// Bounded, because statements that are put together (a list's filters) come in many texts, and the
/// server would keep each until the connection ends. The one not used for longest goes first.
struct StatementCache {
    private struct Entry {
        let statement: PreparedStatement
        var lastUse: Int
    }

    private let statementsMax: Int
    private var entries: [String: Entry] = [:]
    private var obsolete: [String] = []
    private var uses = 0
    private var names = 0

    init(statementsMax: Int) { self.statementsMax = statementsMax }

    var count: Int { entries.count }

    /// The statement, if it is kept; from now on the one used last.
    mutating func used(_ sql: String) -> PreparedStatement? {
        guard let index = entries.index(forKey: sql) else { return nil }
        uses += 1
        entries.values[index].lastUse = uses
        return entries.values[index].statement
    }

    /// A name that this connection has not used before.
    mutating func freshName() -> String {
        names += 1
        return "s\(names)"
    }

    mutating func keep(_ statement: PreparedStatement, for sql: String) {
        uses += 1
        entries[sql] = Entry(statement: statement, lastUse: uses)
    }

    /// The name of a statement that must go before another is prepared; nil when there is room.
    mutating func nextToDrop() -> String? {
        if entries.count >= statementsMax,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
            obsolete.append(oldest.value.statement.name)
        }
        return obsolete.last
    }

    /// The server has forgotten the statement of that name.
    mutating func dropped(_ name: String) { obsolete.removeAll { $0 == name } }

    /// Forgets what the error says is out of date, so that it is prepared anew.
    mutating func note(_ error: PostgreSQLError, of sql: String) {
        guard case .outdatedStatement(let state, _) = error else { return }
        if state == .unknownStatement {
            // Somebody discarded them all; to deallocate one now would be the next error.
            entries = [:]
            obsolete = []
        } else if let entry = entries.removeValue(forKey: sql) {
            obsolete.append(entry.statement.name)
        }
    }
}
