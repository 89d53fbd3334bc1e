import Cryptography
import Desk
import DeskTesting
import Foundation
import GRDB
import KnowledgeBase
import Testing

@testable import Storage

@Suite("A store of version 1")
struct MigrationTests {
    /// What the program of that version wrote: two tickets, three messages, a file, the index.
    private static let content = """
        INSERT INTO tickets (
            revision, subject, state, kind, category, priority, channel, queue, language,
            citizen_email, citizen_verified, symptom, created_at, updated_at, contacts, suggestions)
        VALUES
            (3, 'Blåbärssylt', 'open', 'question', 'other', 'normal', 'email', 'school', 'sv',
             'Maja@Example.com', 0, '{"codes":["RFA8"],"device":null,"e_id":"bankid","step":null}',
             1793606400000, 1793606400000, 1,
             '[{"article":"a","confidence":0.91,"title":"A \\"b\\""}]'),
            (1, 'Annat', 'new', 'question', 'other', 'normal', 'email', 'school', 'sv',
             NULL, 0, '{"codes":[],"device":null,"e_id":null,"step":null}',
             1793606400000, 1793606400000, 1, '[]');
        INSERT INTO messages (id, ticket, kind, author_kind, body, articles, created_at) VALUES
            (x'01900000000070008000000000000001', 1, 'inbound', 'citizen', 'Hej', '[]', 1),
            (x'01900000000070008000000000000002', 2, 'inbound', 'citizen', 'Går inte', '[]', 2),
            (x'01900000000070008000000000000003', 1, 'note', 'system', 'På torget', '["a"]', 3);
        INSERT INTO search (rowid, text) VALUES
            (1 << 20 | 1, 'Blåbärssylt' || char(10) || 'Hej'),
            (2 << 20 | 1, 'Annat' || char(10) || 'Går inte'),
            (1 << 20 | 2, 'På torget');
        """

    @Test("opens with everything in it, findable as before, and takes more")
    func migrated() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("helpdesk.sqlite")
        let octets = Array("en fil".utf8)
        try await Self.write(path, file: octets)
        let store = try SQLiteStore(path: path)
        let kept = try await store.write { transaction throws(DeskError) in
            #expect(try transaction.bytes(Digest(of: octets)) == octets)
            let more = transaction.packed([UInt8](repeating: 65, count: 10_000))
            try transaction.keep(more)
            return more.digest
        }
        try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(TicketNumber(rawValue: 1))
            #expect(ticket.symptom.codes == ["RFA8"])
            #expect(ticket.suggestions.map(\.title) == ["A \"b\""])
            #expect(try reading.messages(of: ticket.number, after: nil, limit: 9).count == 2)
            for (words, numbers) in [
                ("blabar", [1]), ("torget", [1]), ("gar inte", [2]), ("annat går", [2]),
                ("hej torget", []), ("nytt", []),
            ] as [(String, [Int64])] {
                var query = TicketQuery()
                query.text = words
                let found = try reading.tickets(query).tickets.map(\.number.rawValue)
                #expect(found == numbers, "\(words)")
            }
            var query = TicketQuery()
            query.citizen = "maja@example.com"
            #expect(try reading.tickets(query).tickets.map(\.number) == [ticket.number])
            #expect(try reading.bytes(kept) == [UInt8](repeating: 65, count: 10_000))
        }
        try store.close()
        try SQLiteStore(path: path).close()
    }

    @Test("keeps the article that solved a ticket, and claims nothing of where that was counted")
    func firstArticles() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("helpdesk.sqlite")
        let version = try #require(SQLiteSchema.steps.firstIndex(of: SQLiteSchema.firstArticles))
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            // A step indexes what is there by the store's own function; nothing is there.
            database.add(function: DatabaseFunction("folded_words", argumentCount: 1) { _ in nil })
            for step in SQLiteSchema.steps[..<version] { try database.execute(sql: step) }
            for (outcome, verdict) in [("'answered'", "solved"), ("NULL", "returned")] {
                try database.execute(
                    sql: """
                        INSERT INTO tickets (
                            revision, subject, state, kind, category, priority, channel, queue,
                            language, citizen_verified, symptom, created_at, updated_at, contacts,
                            suggestions, outcome, article, first_contact, first_solved_at)
                        VALUES (
                            1, 'Annat', 'open', 'question', 'other', 'normal', 'email', 'school',
                            'sv', 0, '{"codes":[],"device":null,"e_id":null,"step":null}', 1, 1, 1,
                            '[]', \(outcome), 'losenord', '\(verdict)', 1)
                        """
                )
            }
            try database.execute(sql: "PRAGMA user_version = \(version)")
        }
        try queue.close()
        let store = try SQLiteStore(path: path)
        try await store.read { reading throws(DeskError) in
            let solved = try reading.ticket(TicketNumber(rawValue: 1))
            #expect(solved.firstArticle == "losenord")
            // Whether that was counted, and where, is not known.
            #expect(solved.countedSolution == nil)
            let returned = try reading.ticket(TicketNumber(rawValue: 2))
            #expect(returned.firstArticle == nil && returned.countedSolution == nil)
        }
        try store.close()
    }

    private static func write(_ path: String, file: [UInt8]) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: SQLiteSchema.steps[0])
            try database.execute(sql: content)
            try database.execute(
                sql: "INSERT INTO blobs (digest, bytes) VALUES (?, ?)",
                arguments: [Data(Digest(of: file).bytes), Data(file)]
            )
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        try queue.close()
    }
}
