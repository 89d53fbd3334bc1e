import DeskTesting
import PostgreSQLClient
import Testing

@Suite("Rows of an answer", .enabled(if: PostgreSQLServer.isInstalled))
struct RowsTests {
    let address: String

    init() throws { address = try PostgreSQLServer.shared().address() }

    private func row(_ columns: String) throws -> PostgreSQLRow {
        var connection = try PostgreSQLConnection(address)
        return try #require(try connection.query("SELECT \(columns)").first)
    }

    @Test("are read by name and by place")
    func names() throws {
        let row = try row("7::int2 AS a, 'x' AS b, 8::int4 AS a, 9::int8 AS \"Å b\"")
        #expect(try row.int("a") == 7)
        #expect(try row.int(2) == 8)
        #expect(try row.int("Å b") == 9)
        #expect(try row.text(1) == "x")
        #expect(row.columns == ["a", "b", "a", "Å b"])
        for column in ["c", "A", "", 4, -1] as [PostgreSQLColumn] {
            let error = failure { () throws(PostgreSQLError) in _ = try row.value(column) }
            #expect(error == .unreadable(column: column, reason: .missing))
        }
    }

    @Test("are a collection, whatever there is in them")
    func counts() throws {
        var connection = try PostgreSQLConnection(address)
        #expect(try connection.query("SELECT 1 WHERE false").isEmpty)
        #expect(try connection.query("SELECT FROM generate_series(1, 3)").count == 3)
        #expect(try connection.query("SET work_mem = '4MB'").isEmpty)
        #expect(try connection.query("").isEmpty)
        let rows = try connection.query("SELECT i FROM generate_series(1, 1000) AS i")
        #expect(try rows.map { row in try row.int("i") } == Array(1...1000))
        #expect(try rows.last?.int("i") == 1000)
    }

    @Test("hold NULL, which is not zero and not empty")
    func nulls() throws {
        let row = try row("NULL::bigint AS i, ''::text AS t, NULL::bytea AS y, NULL::bool AS b")
        #expect(try row.isNull("i"))
        #expect(try !row.isNull("t"))
        #expect(try row.intIfPresent("i") == nil)
        #expect(try row.doubleIfPresent("i") == nil)
        #expect(try row.textIfPresent("i") == nil)
        #expect(try row.bytesIfPresent("y") == nil)
        #expect(try row.boolIfPresent("b") == nil)
        #expect(try row.textIfPresent("t")?.isEmpty == true)
        #expect(try row.value("i") == .null)
        let refusals: [(PostgreSQLColumn, () throws(PostgreSQLError) -> Void)] = [
            ("i", { () throws(PostgreSQLError) in _ = try row.int("i") }),
            ("i", { () throws(PostgreSQLError) in _ = try row.double("i") }),
            ("i", { () throws(PostgreSQLError) in _ = try row.text("i") }),
            ("y", { () throws(PostgreSQLError) in _ = try row.bytes("y") }),
            ("b", { () throws(PostgreSQLError) in _ = try row.bool("b") }),
        ]
        for (column, refusal) in refusals {
            #expect(failure(refusal) == .unreadable(column: column, reason: .null))
        }
    }

    @Test("are read as what they are, and as nothing else")
    func types() throws {
        let row = try row(
            "1::bigint AS i, 'x'::text AS t, '\\x00ff'::bytea AS y, true AS b, 1.5::real AS d"
        )
        #expect(try row.bytes("y") == [0, 255])
        #expect(try row.double("d") == 1.5)
        #expect(try row.double("i") == 1)
        #expect(try row.text("i") == "1")
        let wrong: [(PostgreSQLColumn, UInt32, () throws(PostgreSQLError) -> Void)] = [
            ("t", 25, { () throws(PostgreSQLError) in _ = try row.int("t") }),
            ("d", 700, { () throws(PostgreSQLError) in _ = try row.int("d") }),
            ("b", 16, { () throws(PostgreSQLError) in _ = try row.int("b") }),
            ("i", 20, { () throws(PostgreSQLError) in _ = try row.bool("i") }),
            ("t", 25, { () throws(PostgreSQLError) in _ = try row.bytes("t") }),
            ("y", 17, { () throws(PostgreSQLError) in _ = try row.text("y") }),
            ("y", 17, { () throws(PostgreSQLError) in _ = try row.double("y") }),
        ]
        for (column, type, reading) in wrong {
            #expect(failure(reading) == .unreadable(column: column, reason: .type(type)))
        }
    }

    @Test("hold sums, which are numeric, as whole numbers when they fit")
    func numeric() throws {
        let row = try row(
            """
            sum(9223372036854775807) AS most, sum(9223372036854775807) + 1 AS over, 1.5 AS half
            """
        )
        #expect(try row.int("most") == .max)
        #expect(try row.value("most") == .text("9223372036854775807"))
        #expect(try row.double("half") == 1.5)
        for column in ["over", "half"] as [PostgreSQLColumn] {
            let error = failure { () throws(PostgreSQLError) in _ = try row.int(column) }
            #expect(error == .unreadable(column: column, reason: .type(1700)))
        }
    }

    @Test("have a text form for every other type")
    func texts() throws {
        let row = try row(
            """
            '{"a": [1]}'::jsonb AS j, '2026-03-29'::date AS d,
            'ada57a4e-4c1b-4d1b-9c3e-3f6f1c9d2f10'::uuid AS u, 'x'::name AS n
            """
        )
        #expect(try row.text("j") == #"{"a": [1]}"#)
        #expect(try row.value("d") == .text("2026-03-29"))
        #expect(try row.text("u").hasPrefix("ada57a4e"))
        #expect(try row.text("n") == "x")
    }
}
