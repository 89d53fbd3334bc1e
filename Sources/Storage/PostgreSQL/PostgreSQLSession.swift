import Cryptography
import Desk
import PostgreSQLClient

/// ``SQLSession`` over one connection to PostgreSQL.
///
/// A class because a connection cannot be copied and transactions pass their session around; it stays
/// with one thread at a time.
final class PostgreSQLSession: SQLSession {
    private var connection: PostgreSQLConnection
    /// What went wrong since it was last asked; the first thing counts.
    private var trouble: PostgreSQLTrouble?
    /// True when each statement waits for its answer, so that what went wrong with one is known
    /// before the next.
    var isPatient = false
    /// How many statements there were that may have changed something.
    private(set) var changeCount = 0
    /// Statements as PostgreSQL writes their parameters: made once, not with every use.
    private var texts: [String: String] = [:]

    /// Texts that one statement makes findable.
    private static let textsAtOnceMax = 250
    /// Texts kept; past it they are made anew.
    private static let textsMax = 512

    /// The same as ``init(_:)``, its errors as the desk has them.
    static func opened(_ address: String) throws(DeskError) -> PostgreSQLSession {
        do throws(PostgreSQLError) {
            return try PostgreSQLSession(address)
        } catch {
            throw .unavailable(cause: "\(error)")
        }
    }

    /// Connects, and sees to it that a commit which was answered is on the disk of the server and
    /// of the standbys that it waits for.
    init(_ address: String) throws(PostgreSQLError) {
        connection = try PostgreSQLConnection(address)
        // By way of a pooler it would be set for whoever has that connection of it next.
        guard !connection.isPooled else { return }
        try connection.run(script: "\(Self.limits("SET")); \(Self.durability(isLocal: false))")
    }

    /// True when a pooler stands between.
    var isPooled: Bool { connection.isPooled }

    /// Begins a transaction.
    ///
    /// - Parameters:
    ///   - mode: what stands behind `BEGIN`.
    ///   - lock: a statement that takes a lock, before anything is seen.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func begin(_ mode: String, _ lock: String? = nil) throws(DeskError) {
        var script = ["BEGIN \(mode)"]
        if isPooled { script.append(Self.limits("SET LOCAL")) }
        if let lock { script.append(lock) }
        if isPooled {
            script.append(Self.durability(isLocal: true))
            return try run(script: script.joined(separator: "; "))
        }
        try using { (connection) throws(PostgreSQLError) in
            for statement in script { try connection.executeLater(statement) }
        }
    }

    /// Sends what is held back, and waits until it is done.
    func flush() throws(DeskError) {
        try using { (connection) throws(PostgreSQLError) in try connection.flush() }
    }

    /// Ends a transaction that only read.
    func endReading() throws(DeskError) {
        try using { (connection) throws(PostgreSQLError) in try connection.endReading() }
    }

    /// The time limits keep a daemon that hangs or a plan gone wrong from holding up the others.
    private static func limits(_ verb: String) -> String {
        """
        \(verb) statement_timeout = '30s';
        \(verb) lock_timeout = '20s';
        \(verb) idle_in_transaction_session_timeout = '30s';
        \(verb) application_name = 'helpdeskd';
        \(verb) bytea_output = 'hex'
        """
    }

    /// Whether the server syncs is not ours to say, but that we wait for it is.
    private static func durability(isLocal: Bool) -> String {
        """
        SELECT set_config('synchronous_commit', 'on', \(isLocal))
            WHERE current_setting('synchronous_commit') <> 'remote_apply'
        """
    }

    var isUsable: Bool { connection.isUsable }

    /// What went wrong since this was last asked.
    func takeTrouble() -> PostgreSQLTrouble? {
        defer { trouble = nil }
        return trouble
    }

    /// Carries out statements that bind nothing, such as `SAVEPOINT`.
    func run(script: String) throws(DeskError) {
        try using { (connection) throws(PostgreSQLError) in try connection.run(script: script) }
    }

    /// What other sessions said on the channels of `LISTEN`, after waiting at most so long.
    func notifications(within timeout: Duration) throws(DeskError) -> [PostgreSQLNotification] {
        try using { (connection) throws(PostgreSQLError) in
            try connection.notifications(within: timeout)
        }
    }

    /// Leaves whatever transaction is open; true when the connection can be used for another.
    func leaveTransaction() -> Bool {
        connection.forgetHeld()
        guard connection.isUsable else { return false }
        guard connection.transaction != .none else { return true }
        do throws(PostgreSQLError) {
            try connection.run(script: "ROLLBACK")
            return true
        } catch {
            return false
        }
    }

    func execute(_ statement: SQL) throws(DeskError) {
        guard !isPatient else {
            _ = try executeNow(statement)
            return
        }
        changeCount += 1
        let text = text(of: statement)
        try using { (connection) throws(PostgreSQLError) in
            try connection.executeLater(text, statement.bound)
        }
    }

    func executeNow(_ statement: SQL) throws(DeskError) -> Int {
        changeCount += 1
        let text = text(of: statement)
        return try using { (connection) throws(PostgreSQLError) in
            try connection.execute(text, statement.bound)
        }
    }

    func each(
        _ query: SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError) {
        if !query.template.hasPrefix("SELECT") { changeCount += 1 }
        let text = text(of: query)
        let rows = try using { (connection) throws(PostgreSQLError) in
            try connection.query(text, query.bound)
        }
        for row in rows {
            guard try body(row) else { return }
        }
    }

    var skippingLocked: SQL { " FOR UPDATE SKIP LOCKED" }

    var versionQuery: SQL { "SELECT version FROM schema_version" }

    var writer: String { "pg_backend_pid()" }

    var orderingByOctets: String { " COLLATE \"C\"" }

    func lastNumbers() throws(DeskError) -> [NumberedTable: Int64] {
        var numbers: [NumberedTable: Int64] = [:]
        for table in NumberedTable.allCases {
            // Null where none was given out.
            numbers[table] = try first(
                """
                SELECT coalesce(pg_sequence_last_value(CAST(
                    pg_get_serial_sequence(\(table), \(table.column)) AS regclass)), 0)
                """
            ) { $0.integer(0) }
        }
        return numbers
    }

    func continueNumbering(past numbers: [NumberedTable: Int64]) throws(DeskError) {
        for table in NumberedTable.allCases {
            let number = numbers[table, default: 0]
            // A sequence that was never used stands before its first number, which 1 and false say.
            _ = try first(
                """
                SELECT setval(pg_get_serial_sequence(\(table), \(table.column)),
                    greatest(max(\(name: table.column)), \(number), 1),
                    greatest(max(\(name: table.column)), \(number)) > 0)
                FROM \(name: table.rawValue)
                """
            ) { _ in () }
        }
    }

    /// Autovacuum would do so within some minutes; until then a search for a rare word would walk
    /// over every text.
    func takeStock() throws(DeskError) { try run(script: "ANALYZE") }

    /// In one statement: a second one would be a way to the server and back.
    func insert(_ statement: SQL, toBeSealedAs source: Int64) throws(DeskError) {
        var whole: SQL = "WITH made AS ("
        whole += statement
        whole += " RETURNING id) INSERT INTO unsealed (source, record) SELECT "
        whole += "CAST(\(source) AS bigint), id FROM made"
        try execute(whole)
    }

    func announce(_ change: StoreChange) throws(DeskError) {
        // Selected, because what a function returns must go somewhere.
        try execute("SELECT pg_notify(\(StoreChange.channel), \(change.payload))")
    }

    func makeFindable(_ text: String, ticket: Int64) throws(DeskError) {
        try makeFindable([FindableText(ticket: ticket, ordinal: 1, text: text)])
    }

    func makeFindable(_ texts: [FindableText]) throws(DeskError) {
        var rest = texts[...]
        while !rest.isEmpty {
            var statement: SQL = "INSERT INTO search (ticket, words) VALUES "
            for (index, one) in rest.prefix(Self.textsAtOnceMax).enumerated() {
                let words = FoldedWords(one.text).array
                if index > 0 { statement += ", " }
                statement += "(\(one.ticket), array_to_tsvector(CAST(\(words) AS text[])))"
            }
            try execute(statement)
            rest = rest.dropFirst(Self.textsAtOnceMax)
        }
    }

    func replaceWords(of ticket: Int64, _ old: [String], with new: [String]) throws(DeskError) {
        try execute(
            """
            DELETE FROM search
            WHERE ticket = \(ticket) AND (words @@ CAST(\(NameWords.any) AS tsquery)) IS NOT TRUE
            """
        )
        for text in new { try makeFindable(text, ticket: ticket) }
    }

    func replaceName(of ticket: Int64, _ old: String?, with new: String?) throws(DeskError) {
        if !NameWords(old).isEmpty {
            // Said so that the index of words is not asked for every name there is.
            try execute(
                """
                DELETE FROM search
                WHERE ticket = \(ticket) AND (words @@ CAST(\(NameWords.any) AS tsquery)) IS TRUE
                """
            )
        }
        let words = NameWords(new)
        guard !words.isEmpty else { return }
        try execute(
            """
            INSERT INTO search (ticket, words)
            VALUES (\(ticket), array_to_tsvector(CAST(\(words.array) AS text[])))
            """
        )
    }

    func pattern(_ text: String) -> String? { FoldedWords(text).query }

    func namePattern(_ name: String) -> String? { NameWords(name).query }

    /// The rows of a statement that is planned for just its values.
    func plannedAnew(_ query: SQL) throws(DeskError) -> [Int64] {
        let text = text(of: query)
        return try using { (connection) throws(PostgreSQLError) in
            try connection.queryPlannedAnew(text, query.bound)
        }.map { $0.integer(0) }
    }

    private func text(of statement: SQL) -> String {
        if let known = texts[statement.template] { return known }
        if texts.count == Self.textsMax { texts.removeAll(keepingCapacity: true) }
        let text = statement.text { "$\($0)" }
        texts[statement.template] = text
        return text
    }

    /// Works with the connection, and remembers what went wrong.
    private func using<Value>(
        _ body: (inout PostgreSQLConnection) throws(PostgreSQLError) -> Value
    ) throws(DeskError) -> Value {
        do throws(PostgreSQLError) {
            return try body(&connection)
        } catch {
            if trouble == nil { trouble = PostgreSQLTrouble(error) }
            throw .unavailable(cause: "\(error)")
        }
    }
}

/// What went wrong, as far as it decides what to do next.
enum PostgreSQLTrouble {
    /// Another transaction was in the way: this one may succeed when it is run again.
    case conflict
    /// The connection broke.
    case lost
    /// Running it again changes nothing.
    case final

    init(_ error: PostgreSQLError) {
        self =
            switch error {
            // Two transactions may both have seen that a row was missing: the second one finds it.
            case .refused(.serializationFailure, _, _), .refused(.deadlockDetected, _, _),
                .refused(.lockNotAvailable, _, _), .refused(.uniqueViolation, _, _),
                .outdatedStatement:
                .conflict
            case .connectionLost, .unreachable: .lost
            case .refused(let state, _, _): state.isTemporary ? .lost : .final
            case .invalidAddress, .unsendable, .unreadable: .final
            }
    }
}

extension PostgreSQLRow: SQLRow {
    func isNull(_ index: Int) -> Bool {
        reading { (row) throws(PostgreSQLError) in
            try row.isNull(.position(index))
        }
    }

    func integer(_ index: Int) -> Int64 {
        reading { (row) throws(PostgreSQLError) in try row.int(.position(index)) }
    }

    func text(_ index: Int) -> String {
        reading { (row) throws(PostgreSQLError) in try row.text(.position(index)) }
    }

    func blob(_ index: Int) -> [UInt8] {
        reading { (row) throws(PostgreSQLError) in try row.bytes(.position(index)) }
    }

    /// The schema is ours: a column of another type, or an unexpected NULL, is a mistake in it.
    private func reading<Value>(_ read: (Self) throws(PostgreSQLError) -> Value) -> Value {
        do throws(PostgreSQLError) {
            return try read(self)
        } catch {
            preconditionFailure("the schema and its reader disagree: \(error)")
        }
    }
}

extension SQL {
    fileprivate var bound: [PostgreSQLValue] {
        values.map { value in
            switch value {
            case .null: .null
            case .integer(let number): .int(number)
            case .text(let text): .text(text)
            case .blob(let bytes): .bytes(bytes)
            }
        }
    }
}

extension StoreChange {
    /// PostgreSQL's channel for it.
    static let channel = "helpdesk"

    /// As it travels.
    var payload: String {
        switch self {
        case .sessionEnded(let token): "session \(Base32.encode(token.bytes))"
        case .evidenceChanged: "evidence"
        case .eventsSealed: "events"
        case .unknown: ""
        }
    }

    /// Reads what travelled; a newer daemon may say what this one does not know.
    init(payload: String) {
        let words = payload.split(separator: " ")
        if words.count == 2, words[0] == "session",
            let token = Base32.decode(words[1]).flatMap(Digest.init(bytes:))
        {
            self = .sessionEnded(token)
        } else if payload == "evidence" {
            self = .evidenceChanged
        } else if payload == "events" {
            self = .eventsSealed
        } else {
            self = .unknown
        }
    }
}
