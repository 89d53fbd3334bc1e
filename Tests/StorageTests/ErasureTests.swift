import Cryptography
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk
@testable import Storage

@Suite("Erasing a person")
struct ErasureTests {
    @Test("is thought through for every table there is")
    func treatments() {
        #expect(Set(Erasure.treatments.keys) == Set(StoredTable.all.map(\.name)))
    }

    /// What must not be found anywhere afterwards.
    private static let traces = [
        "majasko", "lingonblomma", "hemligfil", "vitsippa", "070123", "handoffnot", "kvittensid",
        "klerksord", "bisittaren",
    ]

    @Test(
        "takes every trace and keeps the figures, the chain and everybody else",
        arguments: StoreKind.available
    )
    func everywhere(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let clock = TestClock()
        let store = try await location.open { clock.now }
        let desk = Self.desk(on: store, clock)
        let (hers, other) = try await Self.work(desk)
        let before = try await desk.ticket(hers, as: .ada)
        try await desk.writeReads()
        _ = try await store.seal(at: clock.now)

        let records = Records(store: store) { clock.now }
        let person = Person(email: "MajaSko@example.com")
        let dry = try await records.erase(person, by: .system, isDryRun: true)
        #expect(dry.erased == [hers])
        #expect(dry.messagesElsewhere == 1)
        #expect(try await desk.ticket(hers, as: .ada) == before)
        let report = try await records.erase(person, by: .system)
        #expect(report == dry)
        try await store.forgetErased()

        let after = try await desk.ticket(hers, as: .ada)
        #expect(after.citizen == Citizen())
        #expect(after.subject == "")
        #expect(after.state == .closed)
        #expect(after.resolvedAt == before.resolvedAt)
        #expect(after.firstReplyAt == before.firstReplyAt)
        #expect(after.outcome == .answered)
        #expect(after.category == before.category)
        #expect(after.contacts == before.contacts)
        let kept = try await desk.messages(of: other, after: nil, limit: 9, as: .ada).messages
        #expect(kept.map(\.body) == ["Blåbär", ""])
        #expect(kept[0].attachments.count == 1)
        let shared = kept[0].attachments[0]
        #expect(try await desk.attachment(shared.id, as: .ada).bytes == Array("delad".utf8))
        try await Self.checkSearch(desk, finds: other)
        let again = try await records.erase(person, by: .system)
        #expect(again == ErasureReport())
        try await desk.writeReads()
        while try await store.seal(at: clock.now) != nil {}
        #expect(try await store.examineChain().faults == [])
        #expect(try await Self.rows(holding: Self.traces, in: store) == [])
        try await store.close()
        guard kind == .sqlite else { return }
        #expect(try Self.octets(holding: Self.traces, in: folder) == [])
    }

    @Test("takes the number that a clerk dialled for her", arguments: StoreKind.available)
    func dialled(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let hers = try await house.desk.receive(.plain("x")).ticket
            let id = UUIDv7(at: house.clock.now)
            let dialled = Destination(
                id: "tel:+46701740605",
                name: "+46701740605",
                kind: .contractor,
                number: "+46701740605",
                uri: nil,
                topics: []
            )
            let handoff = Handoff(
                id: id,
                ticket: hers,
                destination: dialled,
                mode: .blind,
                call: nil,
                summary: nil,
                requestedBy: "ada",
                steps: [Handoff.Step(state: .requested, at: house.clock.now)]
            )
            let call = Call(
                id: id,
                externalID: "1",
                source: .events,
                from: nil,
                to: nil,
                state: .ended,
                ticket: hers,
                destination: dialled.id,
                startedAt: house.clock.now,
                endedAt: house.clock.now
            )
            try await house.store.write { transaction throws(DeskError) in
                try transaction.insert(handoff)
                try transaction.recordEnd(of: handoff, by: .system, at: house.clock.now)
                try transaction.insert(call)
            }
            #expect(try await Self.rows(holding: ["701740605"], in: house.store).count >= 2)
            try await Self.resolve(hers, house.desk)
            let records = Records(store: house.store) { house.clock.now }
            _ = try await records.erase(Person(email: "maja@example.com"), by: .system)
            #expect(try await Self.rows(holding: ["701740605"], in: house.store) == [])
            let left = try await house.store.read { reading throws(DeskError) in
                (try reading.handoff(id).destination, try reading.call(named: "1")?.destination)
            }
            #expect(left.0.id == "tel:" && left.0.number == nil && left.1 == "tel:")
        }
    }

    @Test(
        "leaves what is held and what is still worked on, and says so",
        arguments: StoreKind.available
    )
    func left(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            var numbers: [TicketNumber] = []
            for index in 0..<3 {
                numbers.append(try await desk.receive(.plain("x", messageID: "\(index)@x")).ticket)
            }
            for number in numbers.dropLast() { try await Self.resolve(number, desk) }
            try await desk.hold(numbers[0], for: "dnr 12", as: .adam)
            let records = Records(store: house.store) { house.clock.now }
            let person = Person(email: "maja@example.com")
            let report = try await records.erase(person, by: .system)
            #expect(report.held == [numbers[0]])
            #expect(report.erased == [numbers[1]])
            #expect(report.active == [numbers[2]])
            try await desk.release(numbers[0], as: .adam)
            try await Self.resolve(numbers[2], desk)
            let rest = try await records.erase(person, by: .system)
            #expect(rest.erased == [numbers[0], numbers[2]])
            let kinds = try await desk.history(of: numbers[0], after: nil, limit: 9, as: .ada)
            #expect(
                kinds.entries.map(\.event.kind) == [.opened, .resolved, .held, .released, .erased]
            )
        }
    }

    @Test(
        "by age takes each kind when its time has come, in bounded steps, oldest first",
        arguments: StoreKind.available
    )
    func aged(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            var numbers: [TicketNumber] = []
            for index in 0..<6 {
                let number = try await desk.receive(.plain("x", messageID: "\(index)@x")).ticket
                if index == 5 {
                    var patch = TicketPatch()
                    patch.kind = .complaint
                    _ = try await desk.change(number, at: 1, by: patch, as: .ada)
                }
                if index != 4 { try await Self.resolve(number, desk) }
                numbers.append(number)
                house.clock.advance(by: 86_400)
            }
            let records = Records(store: house.store) { house.clock.now }
            // Resolved 6, 5, 4 and 3 days ago; a day more or less at the edge.
            let ages: [TicketKind: TimeInterval] = [.question: 4 * 86_400, .fault: 1]
            let dry = try await records.eraseAged(ages, by: .system, isDryRun: true)
            #expect(dry[.question]?.erased == [numbers[0], numbers[1]])
            #expect(dry[.fault]?.erased == [])
            #expect(dry[.complaint] == nil)
            // What must stay stands in nobody's way.
            try await desk.hold(numbers[0], for: "dnr 12", as: .adam)
            let first = try await records.eraseAged(ages, by: .system, limit: 1)
            #expect(first[.question]?.erased == [numbers[1]])
            #expect(first[.question]?.held == [numbers[0]])
            try await desk.release(numbers[0], as: .adam)
            house.clock.advance(by: 0.001)
            let rest = try await records.eraseAged(ages, by: .system)
            #expect(rest[.question]?.erased == [numbers[0], numbers[2]])
            let none = try await records.eraseAged(ages, by: .system)
            #expect(none[.question]?.erased == [])
        }
    }

    @Test(
        "is done again of what came since, when its own time has come",
        arguments: StoreKind.available
    )
    func since(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(rules: [try ClockRule("*: first 1d, solve 2d")])
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let records = Records(store: house.store) { house.clock.now }
            let ages: [TicketKind: TimeInterval] = [.question: 86_400, .complaint: 86_400]
            func aged() async throws -> [TicketNumber] {
                try await records.eraseAged(ages, by: .system).values.flatMap(\.erased).sorted()
            }
            let reopened = try await desk.receive(.plain("x", messageID: "1@x")).ticket
            let noted = try await desk.receive(.plain("x", messageID: "2@x")).ticket
            var patch = TicketPatch()
            patch.kind = .complaint
            _ = try await desk.change(noted, at: 1, by: patch, as: .ada)
            for number in [reopened, noted] { try await Self.resolve(number, desk) }
            house.clock.advance(by: 2 * 86_400)
            #expect(try await aged() == [reopened, noted])
            #expect(try await aged() == [])

            let note = MessageDraft(kind: .note, body: "Maja Lind ringde")
            let revision = try await desk.ticket(reopened, as: .ada).revision
            _ = try await desk.reopen(reopened, at: revision, as: .ada)
            for number in [reopened, noted] { _ = try await desk.write(note, on: number, as: .ada) }
            // Whose complaint was erased was promised an answer all the same.
            let span = house.clock.now - 7 * 86_400..<house.clock.now
            let complaints = try await house.store.read { reading throws(DeskError) in
                try reading.registered(in: span)
            }
            #expect(complaints.map(\.isAnswerPromised) == [true])
            #expect(try await aged() == [noted])
            try await Self.resolve(reopened, desk)
            #expect(try await aged() == [])
            house.clock.advance(by: 2 * 86_400)
            let left = try await records.tickets(
                resolvedIn: .distantPast..<house.clock.now,
                after: nil
            )
            #expect(left == [reopened])
            #expect(try await aged() == [reopened])
            let words = try await desk.messages(of: reopened, after: nil, limit: 9, as: .ada)
            #expect(words.messages.map(\.body) == ["", ""])
        }
    }

    @Test(
        "leaves nobody to answer: who answers an old letter gets a ticket of their own",
        arguments: StoreKind.available
    )
    func oldLetter(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("x", messageID: "1@x")).ticket
            try await Self.resolve(number, desk)
            let records = Records(store: house.store) { house.clock.now }
            let person = Person(email: "maja@example.com")
            #expect(try await records.erase(person, by: .system).erased == [number])
            let receipt = try await desk.receive(
                .plain(
                    "En fråga till",
                    messageID: "2@x",
                    replyToken: house.proof.replyToken(for: number)
                )
            )
            #expect(receipt.effect == .opened && receipt.ticket != number)
            let opened = try await desk.history(of: receipt.ticket, after: nil, limit: 1, as: .ada)
            #expect(opened.entries.first?.event.details["follows"] == "\(number.rawValue)")
            let reply = MessageDraft(kind: .reply, body: "Svar")
            let answered = try await desk.write(reply, on: receipt.ticket, as: .ada)
            #expect(answered.value?.delivery?.state == .queued)
            #expect(try await desk.ticket(number, as: .ada).state == .closed)
        }
    }

    @Test(
        "by age keeps a ticket as long as any that went into it must be kept",
        arguments: StoreKind.available
    )
    func agedFamily(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            var family: [TicketNumber] = []
            for turned in [TicketKind.opinion, .complaint] {
                let mail = ReceivedMail.plain("x", messageID: "\(turned)@x")
                let number = try await desk.receive(mail).ticket
                var patch = TicketPatch()
                patch.kind = turned
                _ = try await desk.change(number, at: 1, by: patch, as: .ada)
                family.append(number)
            }
            let revision = try await desk.ticket(family[1], as: .ada).revision
            _ = try await desk.merge(family[1], at: revision, into: family[0], as: .ada)
            // The one that went in has been closed for longer than the other is resolved.
            house.clock.advance(by: 86_400)
            try await Self.resolve(family[0], desk)
            house.clock.advance(by: 2.5 * 86_400)
            let records = Records(store: house.store) { house.clock.now }
            var ages: [TicketKind: TimeInterval] = [.opinion: 86_400]
            for age in [nil, 3 * 86_400] as [TimeInterval?] {
                ages[.complaint] = age
                for isDryRun in [true, false] {
                    let reports = try await records.eraseAged(
                        ages,
                        by: .system,
                        isDryRun: isDryRun
                    )
                    #expect(reports.values.allSatisfy { $0 == ErasureReport() })
                }
            }
            house.clock.advance(by: 86_400)
            let reports = try await records.eraseAged(ages, by: .system)
            #expect(reports[.opinion]?.erased == family)
            #expect(reports[.complaint]?.erased == [])
        }
    }

    @Test(
        "names whoever held and released a ticket by a command",
        arguments: StoreKind.available
    )
    func operatorsHold(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("x")).ticket
            let records = Records(store: house.store) { house.clock.now }
            try await records.hold(number, for: "dnr 12", by: "operator:eva")
            try await records.hold(number, for: nil, by: "operator:ivar")
            let events = try await house.desk.history(of: number, after: nil, limit: 9, as: .ada)
                .entries.suffix(2).map(\.event)
            #expect(events.map(\.kind) == [.held, .released])
            #expect(events.first?.actor == .staff(id: "operator:eva", name: "operator:eva"))
            #expect(events.last?.actor == .staff(id: "operator:ivar", name: "operator:ivar"))
        }
    }

    @Test(
        "changes what a patched subject is found by, and leaves nothing of the old one",
        arguments: StoreKind.available
    )
    func patchedSubject(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("ord", subject: "gammalt")).ticket
            var patch = TicketPatch()
            patch.subject = "nyaste"
            _ = try await house.desk.change(number, at: 1, by: patch, as: .ada)
            for (word, isFound) in [("gammalt", false), ("nyaste", true), ("ord", true)] {
                var query = TicketQuery()
                query.text = word
                let found = try await house.desk.tickets(query, as: .ada).tickets
                #expect(found.isEmpty != isFound, "\(word)")
            }
        }
    }

    private static let proof = TicketProof(keys: [.random(id: "a")])

    static func desk(on store: any DurableStore, _ clock: TestClock) -> Desk {
        Desk(
            store: store,
            library: Library(.init(sources: TestArticles.sources)),
            directory: TestStaff(),
            switchboard: TestSwitchboard(),
            proof: proof,
            reader: .ofTests,
            settings: DeskSettings(mailDomain: "example.org"),
            now: { clock.now }
        )
    }

    /// Her ticket, with a trace in every place that holds any, and another's on which she wrote.
    private static func work(_ desk: Desk) async throws -> (TicketNumber, TicketNumber) {
        let shared = ReceivedMail.File(
            name: "d",
            mediaType: "text/plain",
            bytes: Array("delad".utf8)
        )
        let secret = ReceivedMail.File(
            name: "hemligfil.txt",
            mediaType: "text/plain",
            bytes: Array("hemligfil".utf8)
        )
        let other = try await desk.receive(
            .plain("Blåbär", from: "otto@example.com", messageID: "o@x", files: [shared])
        ).ticket
        let long = String(repeating: "lingonblomma vitsippa ", count: 200)
        var first = ReceivedMail.plain(
            long,
            subject: "Fråga om vitsippa",
            from: "majasko@example.com",
            name: "Majasko",
            messageID: "majasko-1@x",
            files: [secret, shared]
        )
        first.copies = ["bisittaren@example.net"]
        let hers = try await desk.receive(first).ticket
        var second = ReceivedMail.plain(
            "lingonblomma hos Otto",
            from: "MAJASKO@example.com",
            messageID: "majasko-2@x",
            references: [],
            replyToken: proof.replyToken(for: other)
        )
        second.copies = first.copies
        _ = try await desk.receive(second)
        var patch = TicketPatch()
        patch.subject = "Ny vitsippa"
        patch.citizenPhone = .some("070123")
        _ = try await desk.change(hers, at: 1, by: patch, as: .ada)
        let key = IdempotencyKey(
            principal: "ada",
            target: "POST /v1/tickets/\(hers.rawValue)/messages",
            key: "kvittensid",
            request: Digest(of: [])
        )
        let once = Once<Message>(key: key) { message in
            StoredAnswer(status: 201, headers: [:], body: Array(message.body.utf8))
        }
        _ = try await desk.write(
            MessageDraft(kind: .note, body: "klerksord"),
            on: hers,
            as: .ada,
            once: once
        )
        _ = try await desk.handOff(
            hers,
            HandoffDraft(
                destination: "bygglov",
                mode: .blind,
                call: nil,
                summary: "handoffnot"
            ),
            as: .ada
        )
        _ = try await desk.write(
            MessageDraft(kind: .reply, body: "klerksord", resolves: true),
            on: hers,
            as: .ada
        )
        return (hers, other)
    }

    private static func resolve(_ number: TicketNumber, _ desk: Desk) async throws {
        let revision = try await desk.ticket(number, as: .ada).revision
        _ = try await desk.resolve(number, at: revision, as: .answered, article: nil, by: .ada)
    }

    private static func checkSearch(_ desk: Desk, finds other: TicketNumber) async throws {
        for word in traces {
            var query = TicketQuery()
            query.text = word
            #expect(try await desk.tickets(query, as: .ada).tickets.isEmpty, "\(word)")
        }
        var query = TicketQuery()
        query.text = "blabar"
        #expect(try await desk.tickets(query, as: .ada).tickets.map(\.number) == [other])
    }

    /// Tables in which a row still holds one of the words.
    private static func rows(
        holding words: [String],
        in store: any DurableStore
    ) async throws -> [String] {
        try await store.read { reading throws(DeskError) in
            let session = StoreTransaction(reading).session
            var found: [String] = []
            for table in StoredTable.all {
                for row in try table.page(after: nil, in: session) {
                    for case .text(let text) in row {
                        found += words.filter { text.lowercased().contains($0) }.map {
                            "\(table.name): \($0)"
                        }
                    }
                    for case .blob(let bytes) in row {
                        let text = String(decoding: bytes, as: UTF8.self).lowercased()
                        found += words.filter { text.contains($0) }.map { "\(table.name): \($0)" }
                    }
                }
            }
            return found
        }
    }

    /// Files whose octets still hold one of the words.
    static func octets(
        holding words: [String],
        in folder: TemporaryFolder
    ) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { name in
            let data = FileManager.default.contents(atPath: folder.path(name)) ?? Data()
            return words.filter { data.range(of: Data($0.utf8)) != nil }.map { "\(name): \($0)" }
        }
    }
}
