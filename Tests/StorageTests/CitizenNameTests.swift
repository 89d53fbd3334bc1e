import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("Tickets are found by their citizen's name")
struct CitizenNameTests {
    private func numbers(
        of name: String,
        _ text: String? = nil,
        as staff: StaffIdentity = .ada,
        in desk: Desk
    ) async throws -> [Int64] {
        var query = TicketQuery()
        query.citizen = name
        query.text = text
        return try await desk.tickets(query, as: staff).tickets.map(\.number.rawValue)
    }

    private func receive(
        _ names: [String?],
        in house: TestDesk
    ) async throws -> [TicketNumber] {
        var numbers: [TicketNumber] = []
        for (index, name) in names.enumerated() {
            let mail = ReceivedMail.plain(
                "Fråga om Öberg \(index)",
                from: "m\(index)@example.com",
                name: name,
                messageID: "\(names.count)-\(index)@x"
            )
            numbers.append(try await house.desk.receive(mail).ticket)
        }
        return numbers
    }

    private func change(
        _ number: TicketNumber,
        name: String??,
        in house: TestDesk
    ) async throws {
        let ticket = try await house.desk.ticket(number, as: .ada)
        var patch = TicketPatch()
        patch.citizenName = name
        _ = try await house.desk.change(number, at: ticket.revision, by: patch, as: .ada)
    }

    @Test(
        "by every word or its beginning, in any order, without case and diacritics",
        arguments: StoreKind.available
    )
    func words(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await receive(
                ["Åsa Öberg", "Åke Öberg", "Per-Åsa O'Bergman", nil, "Bo Ek", "Åsa Öberg"],
                in: house
            )
            for (name, wanted) in [
                ("Åsa Öberg", [6, 1]), ("asa oberg", [6, 1]), ("ÖBERG ÅSA", [6, 1]),
                ("ås öb", [6, 1]), ("öberg", [6, 2, 1]), ("per", [3]), ("bergman", [3]),
                ("Bo", [5]), ("b", []), ("Ek, Bo", [5]), ("sa", []), ("Öbergs", []),
                ("fråga", []), ("...", []),
            ] as [(String, [Int64])] {
                #expect(try await numbers(of: name, in: house.desk) == wanted, "\(name)")
            }
            // Beside words of the texts, which names are not.
            #expect(try await numbers(of: "Öberg", "fråga 1", in: house.desk) == [2])
            #expect(try await numbers(of: "Öberg", "lingon", in: house.desk).isEmpty)
            var query = TicketQuery()
            query.text = "Åsa"
            #expect(try await house.desk.tickets(query, as: .ada).tickets.isEmpty)
        }
    }

    @Test("in pages, beside every other filter", arguments: StoreKind.available)
    func pages(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let all = try await receive(Array(repeating: "Maja Lind", count: 7), in: house)
            _ = try await receive(["Olle Lind"], in: house)
            for (order, text) in [(.newest, nil), (.due, nil), (.newest, "fråga")]
                as [(TicketQuery.Order, String?)]
            {
                var query = TicketQuery(limit: 3)
                query.citizen = "maja"
                query.order = order
                query.text = text
                query.queue = try await house.desk.ticket(all[0], as: .ada).queue
                var found: [TicketNumber] = []
                repeat {
                    let page = try await house.desk.tickets(query, as: .ada)
                    found += page.tickets.map(\.number)
                    query.after = page.next
                } while query.after != nil
                #expect(found == all.reversed())
            }
        }
    }

    @Test(
        "by the name that they have now, and by none that was taken away",
        arguments: StoreKind.available
    )
    func changed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await receive(["Åsa Öberg"], in: house)[0]
            let desk = house.desk
            try await change(number, name: "Åsa Ek", in: house)
            #expect(try await numbers(of: "Öberg", in: desk).isEmpty)
            #expect(try await numbers(of: "Åsa Ek", in: desk) == [1])
            let revision = try await desk.ticket(number, as: .ada).revision
            var patch = TicketPatch()
            patch.subject = "Annat"
            _ = try await desk.change(number, at: revision, by: patch, as: .ada)
            #expect(try await numbers(of: "Åsa Ek", "annat", in: desk) == [1])
            try await change(number, name: .some(nil), in: house)
            #expect(try await numbers(of: "Åsa", in: desk).isEmpty)
            try await change(number, name: "Bo", in: house)
            #expect(try await numbers(of: "Bo", "annat", in: desk) == [1])
        }
    }

    @Test("by a name that it has from one that went into it", arguments: StoreKind.available)
    func merged(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            _ = try await desk.receive(.plain("Hej", name: nil, messageID: "1@x"))
            _ = try await desk.receive(.plain("Hej", name: "Maja Lind", messageID: "2@x"))
            let (first, second) = (TicketNumber(rawValue: 1), TicketNumber(rawValue: 2))
            #expect(try await numbers(of: "Maja", in: desk) == [2])
            _ = try await desk.merge(second, at: 1, into: first, as: .ada)
            #expect(try await numbers(of: "Maja", in: desk) == [1])
            let gone = try await desk.ticket(second, itself: true, as: .ada)
            _ = try await desk.unmerge(second, at: gone.revision, as: .ada)
            #expect(try await numbers(of: "Maja", in: desk) == [2])
        }
    }

    @Test("no longer once the person was erased", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await receive(["Åsa Öberg"], in: house)[0]
            _ = try await house.desk.resolve(
                number,
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            #expect(try await numbers(of: "Åsa", in: house.desk) == [1])
            let records = Records(store: house.store)
            let report = try await records.erase(
                Person(email: "m0@example.com"),
                by: .system
            )
            #expect(report.erased == [number])
            #expect(try await numbers(of: "Åsa", in: house.desk).isEmpty)
            let rows = try await house.store.read { reading throws(DeskError) in
                let session = StoreTransaction(reading).session
                guard let pattern = try session.namePattern("Åsa Öberg") else { return -1 }
                return try session.isFound(pattern, in: number.rawValue) ? 1 : 0
            }
            #expect(rows == 0)
        }
    }

    @Test(
        "not by who may not see a protected person",
        arguments: StoreKind.available
    )
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await receive(["Åsa Öberg"], in: house)[0]
            try await house.desk.protect(number, true, as: .petra)
            #expect(try await numbers(of: "Åsa", in: house.desk).isEmpty)
            #expect(try await numbers(of: "Åsa", as: .petra, in: house.desk) == [1])
        }
    }

    @Test("in a store from before names were findable", arguments: StoreKind.available)
    func step(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let content = ["'Åsa Öberg'", "NULL", "'Zoë  O''Neill-Ask'", "'—'", "'Ямал Ö'"].map {
            name in
            """
            INSERT INTO tickets (
                revision, subject, state, kind, category, priority, channel, queue, language,
                citizen_name, citizen_verified, symptom, created_at, updated_at, contacts,
                suggestions, first_contact)
            VALUES (
                1, 'Annat', 'open', 'question', 'other', 'normal', 'email', 'school', 'sv',
                \(name), 0, '{"codes":[],"device":null,"e_id":null,"step":null}', 1, 1, 1, '[]',
                'unsolved');
            """
        }
        .joined()
        let step = (SQLiteSchema.citizenNames, PostgreSQLSchema.citizenNames)
        try await location.writeStore(before: step) { [content] _ in content }
        let store = try await location.open()
        for (name, wanted) in [
            ("åsa öberg", [1]), ("zoe neill", [3]), ("ask", [3]), ("Ö", [5, 3]), ("Annat", []),
        ] as [(String, [Int64])] {
            var query = TicketQuery()
            query.citizen = name
            let found = try await store.read { [query] reading throws(DeskError) in
                try reading.tickets(query).tickets.map(\.number.rawValue)
            }
            #expect(found == wanted, "\(name)")
        }
        try await store.close()
    }
}
