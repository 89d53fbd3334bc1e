import DeskTesting
import Synchronization
import Testing

@testable import PostgreSQLClient

@Suite("Statements", .enabled(if: PostgreSQLServer.isInstalled))
struct StatementsTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().makeDatabase() }

    @Test("answer how many rows they touched")
    func counts() throws {
        var connection = try PostgreSQLConnection(address)
        #expect(try connection.execute("CREATE TABLE kept (n bigint)") == 0)
        #expect(try connection.execute("INSERT INTO kept SELECT generate_series(1, 10)") == 10)
        #expect(try connection.execute("UPDATE kept SET n = n + 1 WHERE n > $1", [5]) == 5)
        #expect(try connection.execute("SELECT n FROM kept") == 10)
        #expect(try connection.execute("DELETE FROM kept WHERE n = $1", [77]) == 0)
        #expect(try connection.execute("DELETE FROM kept") == 10)
        #expect(try connection.execute("") == 0)
    }

    @Test("are prepared once for each text")
    func preparedOnce() throws {
        var connection = try PostgreSQLConnection(address)
        for number in 1...5 as ClosedRange<Int64> {
            try connection.execute("SELECT CAST($1 AS bigint)", [.int(number)])
        }
        let kept = try connection.query("SELECT statement FROM pg_prepared_statements")
        #expect(kept.count == 2)
        #expect(connection.statementsCount == 2)
    }

    @Test("are kept in a bounded number, and the one not used for longest goes")
    func bounded() throws {
        var connection = try PostgreSQLConnection(address, statementsMax: 4)
        let often = "SELECT 'often'"
        for number in 1...20 {
            try connection.execute("SELECT \(number)")
            try connection.execute(often)
            #expect(connection.statementsCount <= 4)
        }
        let sql = "SELECT statement FROM pg_prepared_statements"
        let kept = try connection.query(sql).map { row in try row.text("statement") }
        #expect(Set(kept) == ["SELECT 19", "SELECT 20", often, sql])
    }

    @Test("are dropped inside a transaction as well, but not in a failed one")
    func boundedInTransaction() throws {
        var connection = try PostgreSQLConnection(address, statementsMax: 1)
        try connection.execute("BEGIN")
        #expect(connection.transaction == .open)
        for number in 1...3 { try connection.execute("SELECT \(number)") }
        let error = failure { () throws(PostgreSQLError) in try connection.execute("SELECT 1/0") }
        #expect(error?.state == SQLState("22012"))
        #expect(connection.transaction == .failed)
        let next = failure { () throws(PostgreSQLError) in try connection.execute("SELECT 9") }
        #expect(next?.state == SQLState("25P02"))
        try connection.execute("ROLLBACK")
        #expect(connection.transaction == .none)
        try connection.execute("SELECT 9")
        #expect(connection.statementsCount == 1)
    }

    @Test("that no longer fit their table are prepared anew on the next try")
    func outdatedPlan() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (1)")
        #expect(try connection.query("SELECT * FROM kept")[0].columns == ["n"])
        try connection.run(script: "ALTER TABLE kept ADD COLUMN t text DEFAULT 'new'")
        let error = failure { () throws(PostgreSQLError) in
            _ = try connection.query("SELECT * FROM kept")
        }
        #expect(error?.isTemporary == true)
        #expect(error?.state == SQLState("0A000"))
        #expect(try connection.query("SELECT * FROM kept")[0].text("t") == "new")
    }

    @Test("that somebody discarded are prepared anew on the next try")
    func discarded() throws {
        var connection = try PostgreSQLConnection(address, statementsMax: 2)
        try connection.execute("SELECT 1")
        try connection.run(script: "DISCARD ALL")
        let error = failure { () throws(PostgreSQLError) in try connection.execute("SELECT 1") }
        #expect(error?.state == SQLState("26000"))
        #expect(error?.isTemporary == true)
        for number in 1...5 { try connection.execute("SELECT \(number)") }
        #expect(connection.statementsCount == 2)
    }

    @Test("come one at a time, except in a script")
    func several() throws {
        var connection = try PostgreSQLConnection(address)
        let two = "CREATE TABLE one (n bigint); CREATE TABLE two (n bigint)"
        let error = failure { () throws(PostgreSQLError) in try connection.execute(two) }
        #expect(error?.state == SQLState("42601"))
        try connection.run(script: two)
        try connection.run(script: "")
        #expect(try connection.query("SELECT * FROM two").isEmpty)
    }

    @Test("of a script happen all or not at all")
    func scriptIsOne() throws {
        var connection = try PostgreSQLConnection(address)
        let error = failure { () throws(PostgreSQLError) in
            try connection.run(script: "CREATE TABLE half (n bigint); SELECT nonsense")
        }
        #expect(error?.state == SQLState("42703"))
        let found = try connection.query("SELECT to_regclass('half') AS name")
        #expect(try found[0].isNull("name"))
    }

    @Test("with U+0000 are not sent")
    func nul() throws {
        var connection = try PostgreSQLConnection(address)
        let wanted = PostgreSQLError.unsendable(position: 0, reason: .containsNUL)
        let statement = failure { () throws(PostgreSQLError) in
            try connection.execute("SELECT 1 \u{0} nonsense")
        }
        #expect(statement == wanted)
        let script = failure { () throws(PostgreSQLError) in
            try connection.run(script: "SELECT 1;\u{0} nonsense")
        }
        #expect(script == wanted)
    }

    @Test("that copy are refused, and the connection goes on")
    func copy() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (1), (2)")
        for sql in ["COPY kept TO STDOUT", "COPY kept FROM STDIN"] {
            let refused = PostgreSQLError.unsendable(position: 0, reason: .copy)
            #expect(
                failure { () throws(PostgreSQLError) in try connection.execute(sql) } == refused
            )
            #expect(try connection.query("SELECT n FROM kept").count == 2)
            #expect(
                failure { () throws(PostgreSQLError) in try connection.run(script: sql) } == refused
            )
            #expect(try connection.query("SELECT n FROM kept").count == 2)
        }
    }

    @Test("of two owners on two threads do not meet")
    func owners() async throws {
        let connections = [
            Owner(connection: try PostgreSQLConnection(address)),
            Owner(connection: try PostgreSQLConnection(address)),
        ]
        let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
            for owner in connections {
                for number in 1...50 { group.addTask { try owner.echo(Int64(number)) } }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 2 * 1275)
    }

    @Test("leave no connection behind when the owner goes")
    func finished() throws {
        var watcher = try PostgreSQLConnection(address)
        let number: Int64
        do {
            var connection = try PostgreSQLConnection(address)
            number = try connection.query("SELECT pg_backend_pid() AS n")[0].int("n")
        }
        let deadline = ContinuousClock.now + .seconds(10)
        let sql = "SELECT FROM pg_stat_activity WHERE pid = CAST($1 AS integer)"
        while try !watcher.query(sql, [.int(number)]).isEmpty {
            try #require(ContinuousClock.now < deadline, "the backend did not end")
        }
    }
}

/// A connection as a pool keeps it: one caller at a time.
private final class Owner: Sendable {
    private let connection: Mutex<PostgreSQLConnection>

    init(connection: consuming sending PostgreSQLConnection) {
        self.connection = Mutex(connection)
    }

    func echo(_ number: Int64) throws(PostgreSQLError) -> Int64 {
        try connection.withLock { (connection) throws(PostgreSQLError) -> Int64 in
            try connection.query("SELECT CAST($1 AS bigint) AS n", [.int(number)])[0].int("n")
        }
    }
}
