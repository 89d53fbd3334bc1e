import DeskTesting
import Testing

@testable import PostgreSQLClient

@Suite("Statements held for the next", .enabled(if: PostgreSQLServer.isInstalled))
struct PipelineTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().makeDatabase() }

    private func connected(statementsMax: Int = 256) throws -> PostgreSQLConnection {
        var connection = try PostgreSQLConnection(address, statementsMax: statementsMax)
        try connection.run(script: "CREATE TABLE kept (n bigint PRIMARY KEY, b bytea)")
        return connection
    }

    /// What another connection sees.
    private func seen() throws -> [Int64] {
        var other = try PostgreSQLConnection(address)
        return try other.query("SELECT n FROM kept ORDER BY n").map { try $0.int("n") }
    }

    @Test("are carried out before it, in their order")
    func order() throws {
        var connection = try connected()
        try connection.executeLater("BEGIN")
        #expect(connection.transaction == .none)
        try connection.executeLater("INSERT INTO kept (n) VALUES ($1)", [1])
        try connection.executeLater("UPDATE kept SET n = n + $1", [6])
        let rows = try connection.query("SELECT n FROM kept")
        #expect(try rows.map { try $0.int("n") } == [7])
        #expect(connection.transaction == .open)
        try connection.executeLater("INSERT INTO kept (n) VALUES ($1)", [8])
        #expect(try seen() == [])
        #expect(try connection.execute("COMMIT") == 0)
        #expect(try seen() == [7, 8])
    }

    @Test("go with a count, a script, a plan of its own and a flush as well")
    func companions() throws {
        var connection = try connected()
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        #expect(try connection.execute("UPDATE kept SET n = 2") == 1)
        try connection.executeLater("INSERT INTO kept (n) VALUES (3)")
        try connection.run(script: "UPDATE kept SET n = n + 10; UPDATE kept SET n = n + 10")
        #expect(try seen() == [22, 23])
        try connection.executeLater("INSERT INTO kept (n) VALUES (4)")
        let found = try connection.queryPlannedAnew("SELECT n FROM kept WHERE n < $1", [10])
        #expect(try found.map { try $0.int("n") } == [4])
        try connection.executeLater("DELETE FROM kept")
        try connection.flush()
        #expect(try seen() == [])
        try connection.flush()
    }

    @Test("that fail are told with the next, and take with them what is behind")
    func failing() throws {
        var connection = try connected()
        try connection.executeLater("BEGIN")
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        try connection.executeLater("INSERT INTO kept (n) VALUES ($1)", [1])
        try connection.executeLater("INSERT INTO kept (n) VALUES (2)")
        let error = failure { () throws(PostgreSQLError) in try connection.execute("COMMIT") }
        #expect(error?.state == .uniqueViolation)
        #expect(connection.transaction == .failed)
        #expect(connection.isUsable == true)
        try connection.run(script: "ROLLBACK")
        #expect(try seen() == [])
        // It is usable for the next flight.
        try connection.executeLater("INSERT INTO kept (n) VALUES (5)")
        #expect(try connection.query("SELECT n FROM kept").count == 1)
    }

    @Test("say nothing of their values when they fail")
    func secret() throws {
        var connection = try connected()
        try connection.executeLater("SELECT CAST(CAST($1 AS text) AS bigint)", ["hemligt"])
        let error = failure { () throws(PostgreSQLError) in try connection.flush() }
        #expect(error != nil)
        #expect(!"\(error as Any)".contains("hemligt"))
    }

    @Test("that cannot be sent are refused at once, and the others go")
    func unsendable() throws {
        var connection = try connected()
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        let refused = failure { () throws(PostgreSQLError) in
            try connection.executeLater("SELECT CAST($1 AS text)", ["a\u{0}b"])
        }
        #expect(refused == .unsendable(position: 1, reason: .containsNUL))
        try connection.flush()
        #expect(try seen() == [1])
    }

    @Test("are sent by themselves at a bound of their number, and of their octets")
    func bounds() throws {
        var connection = try connected()
        for number in 1..<PostgreSQLConnection.heldMax {
            try connection.executeLater("INSERT INTO kept (n) VALUES ($1)", [.int(Int64(number))])
        }
        #expect(try seen() == [])
        try connection.executeLater("INSERT INTO kept (n) VALUES (1000)")
        #expect(try seen().count == PostgreSQLConnection.heldMax)
        try connection.execute("DELETE FROM kept")

        let octets = PostgreSQLConnection.heldOctetsMax
        for (number, count) in [(1, octets - 1_000), (2, 900), (3, 100)] as [(Int64, Int)] {
            #expect(try seen() == [])
            try connection.executeLater(
                "INSERT INTO kept (n, b) VALUES ($1, $2)",
                [.int(number), .bytes([UInt8](repeating: 7, count: count))]
            )
        }
        #expect(try seen() == [1, 2, 3])
    }

    @Test("of many megabytes do not stand in each other's way")
    func large() throws {
        var connection = try connected()
        for number in 1...40 as ClosedRange<Int64> {
            try connection.executeLater(
                "INSERT INTO kept (n, b) VALUES ($1, $2) RETURNING b",
                [.int(number), .bytes([UInt8](repeating: 7, count: 1 << 20))]
            )
        }
        try connection.flush()
        #expect(try seen().count == 40)
    }

    @Test("stay good when statements are dropped meanwhile")
    func dropped() throws {
        var connection = try connected(statementsMax: 1)
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        try connection.executeLater("INSERT INTO kept (n) VALUES (2)")
        try connection.executeLater("INSERT INTO kept (n) VALUES (3)")
        try connection.flush()
        #expect(try seen() == [1, 2, 3])
        #expect(connection.statementsCount == 1)
    }

    @Test("that no longer fit their table are prepared anew on the next try")
    func outdated() throws {
        var connection = try connected()
        try connection.execute("SELECT * FROM kept")
        try connection.run(script: "ALTER TABLE kept ADD COLUMN t text")
        try connection.executeLater("SELECT * FROM kept")
        let error = failure { () throws(PostgreSQLError) in try connection.flush() }
        #expect(error?.state == SQLState("0A000"))
        try connection.executeLater("SELECT * FROM kept")
        try connection.flush()
    }

    @Test("are forgotten when nobody wants them")
    func forgotten() throws {
        var connection = try connected()
        try connection.executeLater("BEGIN")
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        connection.forgetHeld()
        try connection.execute("INSERT INTO kept (n) VALUES (2)")
        #expect(connection.transaction == .none)
        #expect(try seen() == [2])
    }

    @Test("that copy are refused, and the connection is let go", .timeLimit(.minutes(1)))
    func copy() throws {
        for sql in ["COPY kept TO STDOUT", "COPY kept FROM STDIN"] {
            var connection = try PostgreSQLConnection(address)
            try connection.run(script: "CREATE TABLE IF NOT EXISTS kept (n bigint, b bytea)")
            try connection.executeLater(sql)
            let error = failure { () throws(PostgreSQLError) in try connection.flush() }
            #expect(error == .unsendable(position: 0, reason: .copy))
            #expect(connection.isUsable == false)
        }
    }

    @Test("are lost with the connection, which says so")
    func lost() throws {
        var connection = try connected()
        var other = try PostgreSQLConnection(address)
        let pid = try connection.query("SELECT pg_backend_pid() AS n")[0].int("n")
        try connection.executeLater("INSERT INTO kept (n) VALUES (1)")
        try other.execute("SELECT pg_terminate_backend(CAST($1 AS integer), 5000)", [.int(pid)])
        let error = failure { () throws(PostgreSQLError) in try connection.flush() }
        guard case .connectionLost = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(connection.isUsable == false)
        #expect(connection.transaction == .unknown)
        #expect(try seen() == [])
    }
}

@Suite("The end of reading", .enabled(if: PostgreSQLServer.isInstalled))
struct EndOfReadingTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().makeDatabase() }

    @Test("frees the connection for the next transaction, whatever that begins with")
    func next() throws {
        var connection = try PostgreSQLConnection(address)
        for round in 0..<4 {
            try connection.executeLater("BEGIN READ ONLY")
            #expect(try connection.query("SELECT \(round) AS n")[0].int("n") == Int64(round))
            try connection.endReading()
            #expect(connection.transaction == .none)
            switch round {
            case 0: try connection.run(script: "CREATE TABLE kept (n bigint)")
            case 1: try connection.execute("INSERT INTO kept VALUES (1)")
            case 2: try connection.executeLater("INSERT INTO kept VALUES (2)")
            default: #expect(try connection.query("SELECT n FROM kept").count == 2)
            }
        }
    }

    @Test("takes the server out of the transaction, though nobody waits for it")
    func ended() throws {
        var connection = try PostgreSQLConnection(address)
        var watcher = try PostgreSQLConnection(address)
        let pid = try connection.query("SELECT pg_backend_pid() AS n")[0].int("n")
        try connection.executeLater("BEGIN READ ONLY")
        try connection.execute("SELECT 1")
        try connection.endReading()
        let deadline = ContinuousClock.now + .seconds(10)
        let sql = "SELECT state FROM pg_stat_activity WHERE pid = CAST($1 AS integer)"
        while try watcher.query(sql, [.int(pid)])[0].text("state") != "idle" {
            try #require(ContinuousClock.now < deadline, "it is in its transaction yet")
        }
    }

    @Test("of a transaction that never began is nothing")
    func nothing() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.executeLater("BEGIN READ ONLY")
        try connection.endReading()
        #expect(connection.transaction == .none)
        try connection.endReading()
        #expect(try connection.query("SELECT 1 AS n")[0].int("n") == 1)
    }

    @Test("on a connection that breaks shows with the next statement")
    func broken() throws {
        var connection = try PostgreSQLConnection(address)
        var other = try PostgreSQLConnection(address)
        let pid = try connection.query("SELECT pg_backend_pid() AS n")[0].int("n")
        try connection.executeLater("BEGIN READ ONLY")
        try connection.execute("SELECT 1")
        try connection.endReading()
        try other.execute("SELECT pg_terminate_backend(CAST($1 AS integer), 5000)", [.int(pid)])
        let error = failure { () throws(PostgreSQLError) in try connection.execute("SELECT 2") }
        guard case .connectionLost = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(connection.isUsable == false)
    }
}
