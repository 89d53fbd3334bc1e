import Desk
import GRDBSQLite

/// A connection to a file of SQLite and the statements prepared on it.
///
/// Whoever holds it sees to it that one thread at a time uses it.
final class SQLiteConnection: @unchecked Sendable {
    let raw: OpaquePointer
    private let isOwned: Bool
    private var statements: [String: SQLiteStatement] = [:]

    /// Statements that stay prepared; the tables have far fewer, but for a list's combinations of
    /// filters.
    private static let statementsMax = 256
    private static let busyMilliseconds: Int32 = 5_000
    /// What a reader keeps of the file in memory, as `PRAGMA cache_size` has it; the system's own
    /// cache is behind it.
    private static let readerCacheKibibytes = 2_048

    /// Prepares statements on a connection that somebody else opened and closes after this one has
    /// gone.
    init(borrowing raw: OpaquePointer) {
        self.raw = raw
        isOwned = false
    }

    /// Opens one that only reads.
    init(readingFrom path: String) throws(DeskError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw .unavailable(cause: "SQLite \(code): the file cannot be opened for reading")
        }
        raw = opened
        isOwned = true
        sqlite3_extended_result_codes(raw, 1)
        sqlite3_busy_timeout(raw, Self.busyMilliseconds)
        try run("PRAGMA cache_size = -\(Self.readerCacheKibibytes)")
    }

    deinit {
        statements.removeAll()
        if isOwned { sqlite3_close_v2(raw) }
    }

    /// How many rows were ever changed on this connection.
    var changeCount: Int64 { sqlite3_total_changes64(raw) }

    /// False also when SQLite itself rolled back.
    var isInTransaction: Bool { sqlite3_get_autocommit(raw) == 0 }

    /// Carries out a statement that binds nothing and answers nothing.
    func run(_ text: String) throws(DeskError) {
        _ = try use(text) { (statement) throws(DeskError) in try statement.step() }
    }

    /// Lends the statement that a text stands for, prepared when it is not yet, and resets it.
    func use<Value>(
        _ text: String,
        _ body: (SQLiteStatement) throws(DeskError) -> Value
    ) throws(DeskError) -> Value {
        let statement = try take(text)
        defer { give(statement, for: text) }
        return try body(statement)
    }

    private func take(_ text: String) throws(DeskError) -> SQLiteStatement {
        if let statement = statements[text], !statement.isLent {
            statement.isLent = true
            return statement
        }
        // The text is new, or its statement is in the middle of an answer and this is another.
        let statement = try SQLiteStatement(text, on: raw)
        statement.isLent = true
        return statement
    }

    private func give(_ statement: SQLiteStatement, for text: String) {
        statement.reset()
        statement.isLent = false
        if !statement.isKept {
            if statements.count >= Self.statementsMax { statements.removeAll() }
            guard statements[text] == nil else { return }
            statement.isKept = true
            statements[text] = statement
        }
    }

    /// What the last call on a connection says of its failure, never with the values bound.
    static func failure(on raw: OpaquePointer?) -> DeskError {
        let code = sqlite3_extended_errcode(raw)
        let message = sqlite3_errmsg(raw).map { String(cString: $0) }
        return .unavailable(cause: "SQLite \(code): \(message ?? "no message")")
    }
}

/// A statement prepared on one connection.
final class SQLiteStatement {
    let raw: OpaquePointer
    fileprivate var isLent = false
    fileprivate var isKept = false

    fileprivate init(_ text: String, on connection: OpaquePointer) throws(DeskError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection,
            text.replacing(SQL.parameter, with: "?"),
            -1,
            UInt32(SQLITE_PREPARE_PERSISTENT),
            &prepared,
            nil
        )
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteConnection.failure(on: connection)
        }
        raw = prepared
    }

    deinit { sqlite3_finalize(raw) }

    /// Binds the values from the first parameter on.
    func bind(_ values: [SQLValue]) throws(DeskError) {
        precondition(
            Int(sqlite3_bind_parameter_count(raw)) == values.count,
            "a statement has as many parameters as values"
        )
        for (index, value) in values.enumerated() {
            guard bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw failure }
        }
    }

    /// Goes to the next row; false when there is none.
    func step() throws(DeskError) -> Bool {
        switch sqlite3_step(raw) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure
        }
    }

    /// Rows that the last change wrote.
    var changes: Int { Int(sqlite3_changes(sqlite3_db_handle(raw))) }

    fileprivate func reset() {
        // Whether the last step failed was said by that step.
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
    }

    private var failure: DeskError { SQLiteConnection.failure(on: sqlite3_db_handle(raw)) }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(raw, index)
        case .integer(let number): return sqlite3_bind_int64(raw, index, number)
        case .text(let text) where text.isEmpty:
            return sqlite3_bind_text(raw, index, "", 0, transient)
        case .text(var text):
            return text.withUTF8 { octets in
                octets.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        raw,
                        index,
                        characters.baseAddress,
                        UInt64(characters.count),
                        transient,
                        UInt8(SQLITE_UTF8)
                    )
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(raw, index, 0) }
            return bytes.withUnsafeBytes { octets in
                sqlite3_bind_blob64(
                    raw,
                    index,
                    octets.baseAddress,
                    UInt64(octets.count),
                    transient
                )
            }
        }
    }
}

/// Tells SQLite to copy what is bound (`SQLITE_TRANSIENT`, a macro that does not come across).
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// ``SQLRow`` over the row a statement stands on.
struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(statement, Int32(index)) == SQLITE_NULL
    }

    func integer(_ index: Int) -> Int64 { sqlite3_column_int64(statement, Int32(index)) }

    func text(_ index: Int) -> String {
        // The text must be asked for before its length (column access functions of SQLite).
        guard let text = sqlite3_column_text(statement, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    func blob(_ index: Int) -> [UInt8] {
        guard let blob = sqlite3_column_blob(statement, Int32(index)) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, Int32(index)))
        return [UInt8](UnsafeRawBufferPointer(start: blob, count: count))
    }
}
