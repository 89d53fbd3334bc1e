import Desk
import DeskTesting
import Testing

@Suite("A page of messages")
struct MessagePageTests {
    /// The ids of all messages of a ticket, page by page.
    private func pages(
        of ticket: TicketNumber,
        limit: Int,
        at desk: Desk
    ) async throws -> [[UUIDv7]] {
        var pages: [[UUIDv7]] = []
        var hasMore = true
        while hasMore {
            let page = try await desk.messages(
                of: ticket,
                after: pages.last?.last,
                limit: limit,
                as: .ada
            )
            try #require(!page.messages.isEmpty && page.messages.count <= limit)
            pages.append(page.messages.map(\.id))
            hasMore = page.hasMore
        }
        return pages
    }

    @Test("ends early where the texts are long, and loses none", arguments: StoreKind.available)
    func longTexts(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej", messageID: "1@example.com"))
            // 800,000 octets each: two pass the million that a page has.
            let long = String(repeating: "🙂", count: 200_000)
            for body in [long, long, long, "kort", long] {
                let note = MessageDraft(kind: .note, body: body)
                _ = try await house.desk.write(note, on: receipt.ticket, as: .ada)
            }
            let pages = try await pages(of: receipt.ticket, limit: 100, at: house.desk)
            #expect(pages.map(\.count) == [3, 3])
            #expect(Set(pages.joined()).count == 6)
            #expect(pages.joined().elementsEqual(pages.joined().sorted { "\($0)" < "\($1)" }))
        }
    }

    @Test(
        "has as many as it may of short ones",
        arguments: StoreKind.available,
        [1, 9, 10, 11, 24, 25]
    )
    func shortTexts(on kind: StoreKind, limit: Int) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej", messageID: "1@example.com"))
            for number in 1...24 {
                let note = MessageDraft(kind: .note, body: "Anteckning \(number)")
                _ = try await house.desk.write(note, on: receipt.ticket, as: .ada)
            }
            let pages = try await pages(of: receipt.ticket, limit: limit, at: house.desk)
            #expect(Set(pages.joined()).count == 25)
            #expect(pages.count == (25 + limit - 1) / limit)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
        }
    }
}
