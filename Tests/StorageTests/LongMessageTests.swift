import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Storage

@Suite("Long messages")
struct LongMessageTests {
    @Test(
        "come back as they were and are found by their words, packed or not",
        arguments: StoreKind.available
    )
    func roundTrip(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let least = TextColumns.packedMin
            for (place, count) in [0, least - 1, least, least + 1, 100_000].enumerated() {
                let word = "ord\(place)x"
                let body = word + String(repeating: " å", count: count / 3)
                let padded = body + String(repeating: "a", count: max(0, count - body.utf8.count))
                let number = try await house.store.write { transaction throws(DeskError) in
                    let number = try transaction.insert(Self.ticket)
                    let message = Message(
                        id: UUIDv7(at: .now),
                        ticket: number,
                        kind: .note,
                        author: .system,
                        body: padded,
                        createdAt: .now
                    )
                    try transaction.insert(message, subject: nil)
                    return number
                }
                var query = TicketQuery()
                query.text = word
                let found = try await house.desk.tickets(query, as: .ada).tickets
                #expect(found.map(\.number) == [number], "\(count)")
                let bodies = try await house.store.read { reading throws(DeskError) in
                    try reading.messages(of: number, after: nil, limit: 9).map(\.body)
                }
                #expect(bodies == [padded], "\(count)")
            }
        }
    }

    @Test("are packed from the limit on, where that makes them smaller")
    func limit() throws {
        let least = TextColumns.packedMin
        #expect(TextColumns(String(repeating: "a", count: least - 1)).packed == nil)
        let packed = TextColumns(String(repeating: "a", count: least))
        #expect(packed.text.isEmpty && packed.size == least)
        #expect((packed.packed?.count ?? .max) < 100)
        #expect(try packed.plain == String(repeating: "a", count: least))
        var damaged = packed.packed ?? []
        damaged.removeLast()
        let cut = TextColumns(text: "", packed: damaged, size: least)
        #expect(throws: DeskError.self) { try cut.plain }
    }

    private static let ticket = Ticket.plain()
}
