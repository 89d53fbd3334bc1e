import Desk
import DeskTesting
import Testing

@testable import Storage

@Suite("A search in more texts than are looked at one after the other")
struct LongSearchTests {
    /// Texts of each ticket, so that a stretch ends within one of them.
    private static let textsEach = 3
    /// More texts than two stretches have.
    private static let tickets = 2 * PostgreSQLSession.stretchTexts / textsEach + 300

    @Test(
        "finds every ticket of a word once, newest first, however common it is",
        arguments: StoreKind.available
    )
    func words(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let store = try await kind.location(in: folder).open()
        try await store.write { transaction throws(DeskError) in
            for number in 1...Self.tickets {
                var ticket = Ticket.plain()
                if number.isMultiple(of: Self.citizenEvery) { ticket.citizen.email = Self.citizen }
                _ = try transaction.insert(ticket)
            }
            let texts = (1...Int64(Self.tickets)).flatMap { number in
                (1...Int64(Self.textsEach)).map { ordinal in
                    FindableText(
                        ticket: number,
                        ordinal: ordinal,
                        text: Self.words(number, ordinal).joined(separator: " ")
                    )
                }
            }
            let session = StoreTransaction(transaction).session
            try session.makeFindable(texts)
            try session.takeStock()
        }
        // The place within two stretches, at their seam and beyond is another for each word.
        for word in [
            "alltid", "ofta", "ibland", "sallan", "forst", "sist", "somen", "aldrig",
            "sallan alltid", "alltid sallan", "forst aldrig", "ofta ibland",
        ] {
            let parts = word.split(separator: " ").map(String.init)
            let wanted = (1...Int64(Self.tickets)).reversed().filter { number in
                (1...Int64(Self.textsEach)).contains {
                    Set(parts).isSubset(of: Self.words(number, $0))
                }
            }
            #expect(try await found(word, in: store) == Array(wanted), "\(word)")
            let half = Int64(Self.tickets / 2)
            #expect(
                try await found(word, before: half, in: store) == wanted.filter { $0 < half },
                "\(word)"
            )
        }
        // A filter that leaves little of them, or nothing.
        for word in ["alltid", "ofta", "ibland", "aldrig", "ofta alltid"] {
            let parts = Set(word.split(separator: " ").map(String.init))
            let wanted = (1...Int64(Self.tickets)).reversed().filter {
                $0.isMultiple(of: Int64(Self.citizenEvery))
                    && parts.isSubset(of: Self.words($0, 1))
            }
            for limit in [1, 5, 100] {
                let found = try await found(word, limit, in: store)
                #expect(found == Array(wanted), "\(word), \(limit)")
            }
        }
        try await store.close()
    }

    /// Which tickets are of one citizen: further apart than a walk over the words steps.
    private static let citizenEvery = 97
    private static let citizen = "maja@example.com"

    /// What the text of a ticket at a place says.
    private static func words(_ number: Int64, _ ordinal: Int64) -> [String] {
        var words = ["alltid"]
        if number.isMultiple(of: 3) { words.append("ofta") }
        if number.isMultiple(of: 101) { words.append("ibland") }
        if number.isMultiple(of: 1_009), ordinal == 2 { words.append("sallan") }
        if number == 1 { words.append("forst") }
        if number == tickets, ordinal == 1 { words.append("sist") }
        // In the one text that is the first beyond a stretch.
        if (Int64(tickets) - number) * Int64(textsEach) + Int64(textsEach) - ordinal
            == Int64(PostgreSQLSession.stretchTexts)
        {
            words.append("somen")
        }
        return words
    }

    private func found(
        _ word: String,
        before: Int64 = .max,
        in store: any DurableStore
    ) async throws -> [Int64] {
        try await store.read { reads throws(DeskError) in
            let session = StoreTransaction(reads).session
            guard let pattern = try session.pattern(word) else { return [] }
            var found: [Int64] = []
            try session.eachTicketFound(matching: pattern, before: before) { ticket in
                found.append(ticket)
                return true
            }
            return found
        }
    }

    /// The citizen's tickets with a word, read in pages.
    private func found(
        _ word: String,
        _ limit: Int,
        in store: any DurableStore
    ) async throws -> [Int64] {
        var query = TicketQuery()
        query.text = word
        query.citizen = Self.citizen
        query.limit = limit
        var found: [Int64] = []
        repeat {
            let page = try await store.read { [query] reads throws(DeskError) in
                try reads.tickets(query)
            }
            found += page.tickets.map(\.number.rawValue)
            query.after = page.next
        } while query.after != nil
        return found
    }
}
