import CPostgreSQL

/// One connection to a PostgreSQL server, closed when its owner goes.
///
/// Everything blocks until the server has answered, and every call is `mutating`: a connection has
/// one owner at a time, by the compiler's word. Lend it to a thread of a bounded pool, never to an
/// event loop. A peer that vanished is noticed within about a minute, by TCP; a statement that
/// takes too long is the business of the server's `statement_timeout`.
///
/// A parameter is written `$1` in the statement and always sent beside it, never pasted into it.
/// The server infers a parameter's type from where it stands, so that a statement means the same
/// whatever is bound; where nothing tells (`$1 IS NULL`, `SELECT $1`), write `CAST($1 AS bigint)`.
/// Beside a plain number literal a parameter becomes `integer`, too small for a time: cast there.
public struct PostgreSQLConnection: ~Copyable {
    /// As many parameters as one statement can have.
    ///
    /// The protocol counts them in 16 bits, but libpq 15.18 takes a server that describes more than
    /// about 7,490 of them (30,000 octets) for one that lost its place.
    public static let parametersMax = 7_000

    /// True when a pooler, such as pgbouncer, stands between: what one transaction sets or prepares
    /// may be another server's than what the next one sees.
    ///
    /// Then no statement is kept prepared; each is sent with its values. Whatever else shall hold
    /// for a transaction, say within it.
    public let isPooled: Bool

    let raw: OpaquePointer
    var statements: StatementCache
    /// What goes with the next statement.
    var held: [HeldStatement] = []
    /// Octets of the values in it.
    var heldOctets = 0
    /// True while the answer to the end of a transaction that only read is still to come.
    var isEnding = false
    /// True when the server and we disagree about what comes next.
    var isLost = false

    /// Connects and logs in.
    ///
    /// - Parameters:
    ///   - address: `postgresql://user@host/database?sslmode=verify-full` or libpq's
    ///     `key=value` pairs; what it leaves out comes from the `PG…` environment.
    ///   - timeout: for all of it, except looking up the name of the host.
    ///   - statementsMax: how many prepared statements are kept, 1...10000.
    /// - Throws: ``PostgreSQLError/invalidAddress`` or
    ///   ``PostgreSQLError/unreachable(state:text:)``.
    public init(
        _ address: String,
        timeout: Duration = .seconds(10),
        statementsMax: Int = 256
    ) throws(PostgreSQLError) {
        precondition((1...10_000).contains(statementsMax), "a bounded number of statements")
        (raw, isPooled) = try Self.connected(to: address, within: timeout)
        statements = StatementCache(statementsMax: statementsMax)
    }

    deinit { PQfinish(raw) }

    /// Carries out one statement.
    ///
    /// - Returns: how many rows it inserted, changed, deleted or found; 0 for a statement that has
    ///   nothing to do with rows.
    @discardableResult
    public mutating func execute(
        _ sql: String,
        _ parameters: [PostgreSQLValue] = []
    ) throws(PostgreSQLError) -> Int {
        try perform(sql, parameters).affectedCount
    }

    /// Carries out one statement and answers its rows, all of them: say `LIMIT` in the statement.
    public mutating func query(
        _ sql: String,
        _ parameters: [PostgreSQLValue] = []
    ) throws(PostgreSQLError) -> PostgreSQLRows {
        try perform(sql, parameters).rows()
    }

    /// Carries out one statement that the server plans for just these values.
    ///
    /// A statement that is kept prepared gets a plan for values in general after a while. Where the
    /// right plan for one value is the wrong one for another, planning costs less than that.
    public mutating func queryPlannedAnew(
        _ sql: String,
        _ parameters: [PostgreSQLValue] = []
    ) throws(PostgreSQLError) -> PostgreSQLRows {
        if isPooled { return try query(sql, parameters) }
        let statement = try prepare(sql, as: "")
        let values = try ParameterBuffer(parameters, types: statement.types)
        return try perform(HeldStatement(sql: sql, prepared: statement, values: values)).rows()
    }

    /// Carries out several statements divided by semicolons, without parameters.
    ///
    /// For a migration: outside a transaction the server takes them as one, all or nothing.
    public mutating func run(script: String) throws(PostgreSQLError) {
        guard !script.utf8.contains(0) else {
            throw .unsendable(position: 0, reason: .containsNUL)
        }
        try flush()
        settle()
        try ResultHandle(PQexec(raw, script)).check(on: raw, mayQuote: true)
    }

    /// False when the connection broke; it stays so: let it go and open another.
    public var isUsable: Bool { !isLost && PQstatus(raw) == CONNECTION_OK }

    /// Where the connection stands between `BEGIN` and `COMMIT`, as far as they were sent.
    public var transaction: PostgreSQLTransactionState {
        if isEnding { return .none }
        return switch PQtransactionStatus(raw) {
        case PQTRANS_IDLE: .none
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }

    /// Number of prepared statements kept at the moment.
    var statementsCount: Int { statements.count }
}

/// Where a connection stands between `BEGIN` and `COMMIT`.
public enum PostgreSQLTransactionState: Sendable, Hashable {
    /// No transaction is open.
    case none
    /// A transaction is open.
    case open
    /// A statement of the open transaction failed; nothing but `ROLLBACK` helps.
    case failed
    /// The connection broke.
    case unknown
}

extension PostgreSQLConnection {
    private mutating func perform(
        _ sql: String,
        _ parameters: [PostgreSQLValue]
    ) throws(PostgreSQLError) -> ResultHandle {
        try perform(try statement(sql, parameters))
    }

    private mutating func perform(
        _ statement: HeldStatement
    ) throws(PostgreSQLError) -> ResultHandle {
        if !held.isEmpty { return try fly(with: statement) }
        settle()
        let answer = statement.values.withPointers { values, lengths, formats in
            let count = Int32(values.count)
            let prepared = statement.prepared
            return isPooled
                ? PQexecParams(
                    raw,
                    statement.sql,
                    count,
                    prepared.types,
                    values,
                    lengths,
                    formats,
                    0
                )
                : PQexecPrepared(raw, prepared.name, count, values, lengths, formats, 0)
        }
        let result = ResultHandle(answer)
        do throws(PostgreSQLError) {
            try result.check(on: raw, mayQuote: statement.prepared.types.isEmpty)
        } catch {
            statements.note(error, of: statement.sql)
            throw error
        }
        return result
    }

    /// The statement under the name the server knows it by, prepared now if it was not before.
    mutating func prepared(_ sql: String) throws(PostgreSQLError) -> PreparedStatement {
        if let known = statements.used(sql) { return known }
        try makeRoom()
        let name = statements.freshName()
        let statement = isPooled ? try described(sql, as: name) : try prepare(sql, as: name)
        statements.keep(statement, for: sql)
        return statement
    }

    /// What a statement's parameters are, which is all that is kept of it here.
    ///
    /// Within a transaction, so that whoever is asked to describe it is whoever parsed it.
    private mutating func described(
        _ sql: String,
        as name: String
    ) throws(PostgreSQLError) -> PreparedStatement {
        let isAlone = transaction == .none
        if isAlone { try run(script: "BEGIN") }
        do throws(PostgreSQLError) {
            let types = try prepare(sql, as: "").types
            if isAlone { try run(script: "COMMIT") }
            return PreparedStatement(name: name, types: types)
        } catch {
            if isAlone, isUsable { try run(script: "ROLLBACK") }
            throw error
        }
    }

    /// Has the server parse a statement; the empty name is for the one that is not kept.
    private mutating func prepare(
        _ sql: String,
        as name: String
    ) throws(PostgreSQLError) -> PreparedStatement {
        guard !sql.utf8.contains(0) else { throw .unsendable(position: 0, reason: .containsNUL) }
        settle()
        try ResultHandle(PQprepare(raw, name, sql, 0, nil)).check(on: raw, mayQuote: true)
        let description = ResultHandle(PQdescribePrepared(raw, name))
        try description.check(on: raw, mayQuote: true)
        return PreparedStatement(name: name, types: description.parameterTypes)
    }

    /// Drops what is over the bound; not in a failed transaction, where the server would refuse.
    private mutating func makeRoom() throws(PostgreSQLError) {
        guard transaction != .failed else { return }
        while let name = statements.nextToDrop() {
            // What is held may be of that name.
            if !isPooled { try run(script: "DEALLOCATE \(name)") }
            statements.dropped(name)
        }
    }
}
