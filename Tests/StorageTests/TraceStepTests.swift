import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("A store from before people's traces had keys")
struct TraceStepTests {
    private static let numbers = [
        "+46701740605", "0046 (0)70-174 06 05", "0701740605", "sip:0701740605@pbx.example.org",
        "SIPS:+46701740605;user=phone", "tel:070-1740605", "00\u{a0}46 70 174 06 05",
        " +46 70 1740605", "070.174/06.05", "+0701740605", "112", "", "anonymous",
        "sip:anonymous@pbx.example.org", "1234567890123456", "\t0701740605", "0701740605 x",
        "0012345", "07017(0)40605", "４６７０１７４０６０５", "+46701740605;cpc=ordinary",
        "112;cpc=ordinary",
    ]

    /// Rows as the program before wrote them: each number in a call from it, a call to it, and a
    /// call-back.
    private static func content(_ octets: (Int) -> String) -> String {
        var script = """
            INSERT INTO quarantine (
                id, identity, reason, sender, subject, verdicts, received_at, size, codec, bytes)
            VALUES (
                \(octets(1)), \(octets(2)), 'loop', 'MAJA@example.com', '', '[]', 1, 1, 0,
                \(octets(3)));
            """
        for (place, number) in numbers.enumerated() {
            let (inbound, outbound) = (octets(100 + place), octets(200 + place))
            script += """
                INSERT INTO calls (
                    id, external_id, source, direction, from_number, to_number, state, started_at)
                VALUES
                    (\(inbound), 'in-\(place)', 'events', 'in', '\(number)', '08', 'ended', 1),
                    (\(outbound), 'out-\(place)', 'events', 'out', '08', '\(number)', 'ended', 1);
                INSERT INTO call_backs (id, call, number, reason, created_at)
                VALUES (\(octets(300 + place)), \(inbound), '\(number)', 'abandoned', 1);
                """
        }
        return script
    }

    @Test("finds them by the keys that a new one writes", arguments: StoreKind.available)
    func keys(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let step = (SQLiteSchema.traces, PostgreSQLSchema.traces)
        try await location.writeStore(before: step, Self.content)
        let store = try await location.open()
        let rows = try await store.read { reading throws(DeskError) in
            let session = StoreTransaction(reading).session
            let calls: Storage.SQL = """
                SELECT CASE direction WHEN 'in' THEN from_number ELSE to_number END, number_key
                FROM calls
                """
            return try session.all(calls) { ($0.text(0), $0.text(1)) }
                + session.all("SELECT number, number_key FROM call_backs") {
                    ($0.text(0), $0.text(1))
                }
        }
        #expect(rows.count == 3 * Self.numbers.count)
        for (number, key) in rows { #expect(key == TelephoneKey.findable(number), "«\(number)»") }
        let traces = try await store.read { reading throws(DeskError) in
            try reading.traces(of: Person(email: "Maja@example.com", phone: "070-174 06 05"))
        }
        #expect(traces.count { $0.kind == .heldMail } == 1)
        #expect(traces.count { $0.kind == .call } == 2 * traces.count { $0.kind == .callBack })
        #expect(traces.count { $0.kind == .callBack } == 11)
        try await store.close()
    }

    @Test(
        "finds calls whose keys were written with the number's parameters",
        arguments: StoreKind.available
    )
    func parameters(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let numbers = ["+46701740605;cpc=ordinary", "tel:0701740605;cpc=x", "112;cpc=x"]
        let (sqlite, postgresql) = (SQLiteSchema.numberKeys, PostgreSQLSchema.numberKeys)
        try await location.writeStore(before: (sqlite, postgresql)) { octets in
            numbers.enumerated().map { place, number in
                """
                INSERT INTO calls (id, external_id, source, direction, from_number, to_number,
                    state, started_at, number_key)
                VALUES (\(octets(place)), '\(place)', 'switchboard', 'in', '\(number)', '08',
                    'ended', 1, '\(number)');
                """
            }.joined()
        }
        let store = try await location.open()
        let keys = try await store.read { reading throws(DeskError) in
            try StoreTransaction(reading).session
                .all("SELECT number_key FROM calls ORDER BY id") { $0.text(0) }
        }
        #expect(keys == ["46701740605", "46701740605", "112;cpc=x"])
        try await store.close()
    }
}
