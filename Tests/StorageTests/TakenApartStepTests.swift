import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("A store from before rejected tickets remembered what they were")
struct TakenApartStepTests {
    private static let rows: [(outcome: String, verdict: String, contacts: Int)] = [
        ("'rejected'", "uncounted", 1), ("'duplicate'", "uncounted", 2), ("NULL", "uncounted", 1),
        ("'answered'", "solved", 1), ("'rejected'", "solved", 1),
    ]

    private static let content = rows.map { row in
        """
        INSERT INTO tickets (
            revision, subject, state, kind, category, priority, channel, queue, language,
            citizen_verified, symptom, created_at, updated_at, contacts, suggestions, outcome,
            first_contact)
        VALUES (
            1, 'Annat', 'open', 'question', 'other', 'normal', 'email', 'school', 'sv', 0,
            '{"codes":[],"device":null,"e_id":null,"step":null}', 1, 1, \(row.contacts), '[]',
            \(row.outcome), '\(row.verdict)');
        """
    }
    .joined()

    @Test("has what reopening would have made of them until now", arguments: StoreKind.available)
    func setAside(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let step = (SQLiteSchema.takenApart, PostgreSQLSchema.takenApart)
        try await location.writeStore(before: step) { _ in Self.content }
        let store = try await location.open()
        let tickets = try await store.read { reading throws(DeskError) in
            var tickets: [Ticket] = []
            for number in 1...Int64(Self.rows.count) {
                tickets.append(try reading.ticket(TicketNumber(rawValue: number)))
            }
            return tickets
        }
        #expect(tickets.map(\.setAside) == [.unsolved, .returned, nil, nil, nil])
        #expect(tickets.map(\.lent) == Array(repeating: [], count: tickets.count))
        try await store.close()
    }
}
