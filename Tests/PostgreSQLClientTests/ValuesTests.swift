import DeskTesting
import Testing

@testable import PostgreSQLClient

@Suite("Values bound to a statement", .enabled(if: PostgreSQLServer.isInstalled))
struct ValuesTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().address() }

    static let wholes: [Int64] = [0, 1, -1, .max, .max - 1, .min, .min + 1, 1_760_000_000_000]
    static let fractions: [Double] = [
        0, -0.0, 0.1, 1 / 3, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
        -.infinity,
    ]
    static let texts = [
        "", " ", "'", "''; DROP TABLE kept; --", "\\", "\\x41", "$1", "åäö", "👩🏽‍🚒", "e\u{301}",
        "\u{FEFF}", "\r\n\t", "\u{1}\u{7F}", "NULL", "true", "{1,2}",
        String(repeating: "ö", count: 70_000),
    ]
    static let octets: [[UInt8]] = [
        [], [0], [0, 0, 0], Array(0...255), Array("\\x41".utf8), Array("'\\".utf8),
        [UInt8](repeating: 0xFF, count: 300_000),
    ]

    @Test("come back as they were")
    func roundTrip() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(
            script:
                "CREATE TEMP TABLE kept (i bigint, t text, y bytea, d double precision, b boolean)"
        )
        let values =
            Self.wholes.map(PostgreSQLValue.int) + Self.texts.map(PostgreSQLValue.text)
            + Self.octets.map(PostgreSQLValue.bytes) + Self.fractions.map(PostgreSQLValue.double)
            + [true, false, nil]
        for value in values {
            let column = Self.column(for: value)
            let rows = try connection.query(
                "INSERT INTO kept (\(column)) VALUES ($1) RETURNING \(column)",
                [value]
            )
            #expect(try rows[0].value(.named(column)) == value)
        }
        #expect(
            try connection.query("SELECT count(*) AS n FROM kept")[0].int("n")
                == Int64(values.count)
        )
    }

    @Test("that are not a number come back as not a number")
    func notANumber() throws {
        var connection = try PostgreSQLConnection(address)
        let rows = try connection.query("SELECT CAST($1 AS double precision) AS d", [.double(.nan)])
        #expect(try rows[0].double("d").isNaN)
    }

    @Test("never become part of the statement")
    func injection() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: "CREATE TEMP TABLE kept (t text); INSERT INTO kept VALUES ('a')")
        for text in Self.texts {
            #expect(try connection.query("SELECT t FROM kept WHERE t = $1", [.text(text)]).isEmpty)
        }
        #expect(try connection.execute("DELETE FROM kept WHERE t = $1", ["' OR true --"]) == 0)
    }

    @Test("with U+0000 are refused before they are cut short")
    func nul() throws {
        var connection = try PostgreSQLConnection(address)
        for text in ["\u{0}", "a\u{0}", "\u{0}a", "a\u{0}b"] {
            let error = failure { () throws(PostgreSQLError) in
                _ = try connection.query(
                    "SELECT CAST($1 AS text), CAST($2 AS text)",
                    ["", .text(text)]
                )
            }
            #expect(error == .unsendable(position: 2, reason: .containsNUL))
        }
        #expect(connection.isUsable == true)
    }

    @Test("that are octets go into bytea and into nothing else")
    func octetsForText() throws {
        var connection = try PostgreSQLConnection(address)
        for type in ["text", "bigint", "boolean", "jsonb"] {
            let error = failure { () throws(PostgreSQLError) in
                _ = try connection.query("SELECT CAST($1 AS \(type))", [.bytes([65])])
            }
            #expect(error == .unsendable(position: 1, reason: .bytesForAnotherType))
        }
    }

    @Test("are as many as the statement wants")
    func wrongCount() throws {
        var connection = try PostgreSQLConnection(address)
        for values in [[], [1, 2]] as [[PostgreSQLValue]] {
            let error = failure { () throws(PostgreSQLError) in
                try connection.execute("SELECT CAST($1 AS bigint)", values)
            }
            let reason = PostgreSQLError.Unsendable.parameterCount(wanted: 1, given: values.count)
            #expect(error == .unsendable(position: 0, reason: reason))
        }
    }

    @Test("are at most as many as libpq takes")
    func limit() throws {
        var connection = try PostgreSQLConnection(address)
        let limit = PostgreSQLConnection.parametersMax
        for count in [limit - 1, limit, limit + 1] {
            let list = (1...count).map { "$\($0)" }.joined(separator: ",")
            let values = (1...count).map { PostgreSQLValue.int(Int64($0)) }
            let sql = "SELECT cardinality(CAST(ARRAY[\(list)] AS bigint[])) AS n"
            var found: Int64?
            let error = failure { () throws(PostgreSQLError) in
                found = try connection.query(sql, values)[0].int("n")
            }
            let over = PostgreSQLError.unsendable(position: 0, reason: .tooManyParameters)
            #expect(error == (count > limit ? over : nil))
            #expect(found == (count > limit ? nil : Int64(count)))
        }
    }

    @Test("mean the same to the server whatever was bound before")
    func nullFirst() throws {
        var connection = try PostgreSQLConnection(address)
        try connection.run(script: "CREATE TEMP TABLE kept (i bigint, t text)")
        let sql = "INSERT INTO kept VALUES ($1, $2)"
        try connection.execute(sql, [nil, nil])
        try connection.execute(sql, [5, "5"])
        try connection.execute(sql, ["6", 6])
        #expect(
            try connection.query("SELECT sum(i) AS n FROM kept WHERE t = i::text")[0].int("n") == 11
        )
        #expect(connection.statementsCount == 2)
    }

    private static func column(for value: PostgreSQLValue) -> String {
        switch value {
        case .null, .int: "i"
        case .text: "t"
        case .bytes: "y"
        case .double: "d"
        case .bool: "b"
        }
    }
}
