import DeskTesting
import PostgreSQLClient
import Testing

@Suite("Errors of PostgreSQL", .enabled(if: PostgreSQLServer.isInstalled))
struct ErrorsTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().makeDatabase() }

    @Test("name the rule that was broken, and not what was written")
    func violations() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(
            script: """
                CREATE TABLE kept (n bigint CONSTRAINT one_of_each UNIQUE, m text NOT NULL,
                    CONSTRAINT small CHECK (n < 100));
                INSERT INTO kept VALUES (7, 'hemligt')
                """
        )
        let insert = "INSERT INTO kept VALUES ($1, $2)"
        let cases: [([PostgreSQLValue], SQLState, String?)] = [
            ([7, "hemligt"], .uniqueViolation, "one_of_each"),
            ([8, nil], try #require(SQLState("23502")), nil),
            ([4711, "hemligt"], try #require(SQLState("23514")), "small"),
        ]
        for (values, state, constraint) in cases {
            let error = failure { () throws(PostgreSQLError) in
                try connection.execute(insert, values)
            }
            guard case .refused(state, constraint, let text) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(error?.isTemporary == false)
            #expect(!text.contains("hemligt"))
            #expect(!text.contains("4711"))
        }
    }

    @Test(
        "do not repeat a value the server could not read",
        arguments: [
            ("SELECT CAST($1 AS bigint)", "22P02"), ("SELECT CAST($1 AS date)", "22007"),
            ("SELECT to_tsquery($1)", "42601"), ("SELECT 'a' ~ $1", "2201B"),
            ("SELECT CAST($1 AS jsonb)", "22P02"), ("SELECT CAST($1 AS regclass)", "42P01"),
            ("SELECT CAST($1 AS uuid)", "22P02"), ("SELECT CAST($1 AS bool)", "22P02"),
        ]
    )
    func noValues(sql: String, code: String) throws {
        var connection = try PostgreSQLConnection(address)
        let error = failure { () throws(PostgreSQLError) in
            try connection.execute(sql, ["hemligt( & |"])
        }
        if code == "42P01" {
            // A name is parsed first, and this is none.
            #expect(error?.state != nil)
        } else {
            #expect(error?.state == SQLState(code))
        }
        #expect(error?.isTemporary == false)
        #expect(error.map { "\($0)".contains("hemligt") } == false)
    }

    @Test("of a number too large for its column keep the number to themselves")
    func outOfRange() throws {
        var connection = try PostgreSQLConnection(address)
        let error = failure { () throws(PostgreSQLError) in
            try connection.execute("SELECT $1 + 1", [1_760_000_000_000])
        }
        #expect(error?.state == SQLState("22003"))
        #expect(error.map { "\($0)".contains("176") } == false)
    }

    @Test("in a statement are told in the server's words")
    func syntax() throws {
        var connection = try PostgreSQLConnection(address)
        let error = failure { () throws(PostgreSQLError) in
            try connection.execute("SELECT nonsense FROM pg_class WHERE relname = $1", ["hemligt"])
        }
        #expect(
            error
                == .refused(
                    state: try #require(SQLState("42703")),
                    constraint: nil,
                    text: "column \"nonsense\" does not exist"
                )
        )
        #expect(
            error?.description == "PostgreSQL refused: 42703 column \"nonsense\" does not exist"
        )
    }

    @Test("of two transactions that cannot both be are temporary")
    func serialization() throws {
        var one = try PostgreSQLConnection(address)
        var other = try PostgreSQLConnection(address)
        try one.run(script: "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (1)")
        try one.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
        try other.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
        let sum = "SELECT sum(n) AS n FROM kept"
        _ = try one.query(sum)
        _ = try other.query(sum)
        try one.execute("INSERT INTO kept VALUES ($1)", [2])
        let error = failure { () throws(PostgreSQLError) in
            try other.execute("INSERT INTO kept VALUES ($1)", [3])
            try one.execute("COMMIT")
            try other.execute("COMMIT")
        }
        #expect(error?.state == .serializationFailure)
        #expect(error?.isTemporary == true)
    }

    @Test("of a lock that somebody holds are temporary")
    func locked() throws {
        var one = try PostgreSQLConnection(address)
        var other = try PostgreSQLConnection(address)
        try one.run(script: "CREATE TABLE kept (n bigint); INSERT INTO kept VALUES (1)")
        try one.run(script: "BEGIN; SELECT n FROM kept FOR UPDATE")
        let error = failure { () throws(PostgreSQLError) in
            _ = try other.query("SELECT n FROM kept FOR UPDATE NOWAIT")
        }
        #expect(error?.state == .lockNotAvailable)
        #expect(error?.isTemporary == true)
        #expect(try other.query("SELECT n FROM kept FOR UPDATE SKIP LOCKED").isEmpty)
    }

    @Test("of a statement that took too long leave the connection as it was")
    func timeout() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: "SET statement_timeout = '20ms'")
        let error = failure { () throws(PostgreSQLError) in
            try connection.execute("SELECT pg_sleep(30)")
        }
        #expect(error?.state?.code == "57014")
        #expect(connection.isUsable == true)
        #expect(try connection.query("SELECT 1 AS n")[0].int("n") == 1)
    }

    @Test("are one line each, even when the server's words are several")
    func oneLine() throws {
        var connection = try PostgreSQLConnection(address)
        let error = failure { () throws(PostgreSQLError) in
            try connection.run(script: "DO $$ BEGIN RAISE E'one\\n two\\r\\n\\x1b three'; END $$")
        }
        #expect(error?.description == "PostgreSQL refused: P0001 one two three")
    }
}

@Suite("An SQLSTATE")
struct SQLStateTests {
    @Test("is five digits and capitals", arguments: ["00000", "23505", "40P01", "XX001", "ZZZZZ"])
    func valid(code: String) {
        #expect(SQLState(code)?.code == code)
        #expect(SQLState(code)?.description == code)
        #expect(SQLState(code)?.classCode == String(code.prefix(2)))
    }

    @Test("is nothing else", arguments: ["", "2350", "235055", "40p01", "4000 ", "40-01", "4000å"])
    func invalid(code: String) {
        #expect(SQLState(code) == nil)
    }

    @Test(
        "tells what may succeed later",
        arguments: [
            "08000", "08006", "08P01", "40001", "40P01", "53000", "53100", "53300", "53400",
            "55P03", "57P01", "57P02", "57P03",
        ]
    )
    func temporary(code: String) throws {
        let state = try #require(SQLState(code))
        #expect(state.isTemporary)
        #expect(PostgreSQLError.refused(state: state, constraint: nil, text: "").isTemporary)
        #expect(PostgreSQLError.unreachable(state: state, text: "").isTemporary)
    }

    @Test(
        "tells what will not",
        arguments: [
            "00000", "0A000", "22P02", "23505", "25P02", "28P01", "3D000", "40000", "40002",
            "40003", "42601", "54000", "55000", "57000", "57014", "58030", "XX000",
        ]
    )
    func permanent(code: String) throws {
        let state = try #require(SQLState(code))
        #expect(!state.isTemporary)
        #expect(!PostgreSQLError.refused(state: state, constraint: nil, text: "").isTemporary)
        #expect(!PostgreSQLError.unreachable(state: state, text: "").isTemporary)
    }
}
