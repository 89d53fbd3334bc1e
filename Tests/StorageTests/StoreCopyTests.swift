import Cryptography
import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Synchronization
import Testing

@testable import Storage

@Suite("A desk that is moved to another database")
struct StoreCopyTests {
    /// From each kind of store to each other one, and to another of the same kind.
    private static let ways = StoreKind.available.flatMap { from in
        StoreKind.available.map { (from, $0) }
    }

    /// A desk's worth of everything that is kept.
    private func work(_ house: TestDesk) async throws {
        let desk = house.desk
        let file = ReceivedMail.File(name: "å.png", mediaType: "image/png", bytes: [0, 1, 255])
        for index in 0..<12 {
            let mail = ReceivedMail.plain(
                "Blåbär \(index) 🫐 \u{0}",
                subject: "Fråga \(index)",
                from: "Å\(index)@example.com",
                messageID: "\(index)@x",
                files: index == 3 ? [file] : []
            )
            let ticket = try await desk.receive(mail).ticket
            if index.isMultiple(of: 3) {
                let draft = MessageDraft(kind: .reply, body: "Lingon \(index)", resolves: true)
                _ = try await desk.write(draft, on: ticket, as: .ada)
            }
        }
        let password = TestStaff.password(of: "ada")
        _ = try await desk.signIn(username: "ada", password: .init(password))
    }

    private func desk(on store: any DurableStore) -> Desk {
        Desk(
            store: store,
            library: Library(.init(sources: TestArticles.sources)),
            directory: TestStaff(),
            switchboard: nil,
            proof: TicketProof(keys: [.random(id: "a")]),
            reader: .ofTests,
            settings: DeskSettings(mailDomain: "example.org")
        )
    }

    @Test("is there whole, is found by its words, and goes on counting", arguments: ways)
    func whole(from: StoreKind, to: StoreKind) async throws {
        try await withDesk(on: from) { house in
            try await work(house)
            let folder = try TemporaryFolder()
            let place = try to.location(in: folder)
            let target = try await place.open(for: .takingCopy)
            let report = try await StoreCopy(from: house.store, to: target).run()
            let counts = Dictionary(uniqueKeysWithValues: report.rows.map { ($0.table, $0.count) })
            #expect(counts["tickets"] == 12)
            #expect(counts["messages"] == 16)
            #expect(counts["attachments"] == 1)
            #expect(counts["blobs"] == 13)
            #expect(counts["outbox"] == 4)
            #expect(counts["sessions"] == 1)
            #expect(counts["proof_keys"] == 1)
            let copy = desk(on: target)
            for (words, numbers) in [("blabar", (1...12).reversed().map(\.self)), ("fråga 7", [8])]
                + [("lingon", [10, 7, 4, 1]), ("lingon fråga", [])] as [(String, [Int64])]
            {
                var query = TicketQuery()
                query.text = words
                let found = try await copy.tickets(query, as: .ada).tickets
                #expect(found.map(\.number.rawValue) == numbers, "\(words)")
            }
            var query = TicketQuery()
            query.citizen = "å3@EXAMPLE.com"
            #expect(try await copy.tickets(query, as: .ada).tickets.map(\.number.rawValue) == [4])
            query.citizen = "maja"
            #expect(try await copy.tickets(query, as: .ada).tickets.count == 12)
            let next = try await copy.receive(.plain("Ny", messageID: "ny@x"))
            #expect(next.ticket.rawValue == 13)
            try await target.close()
            try await place.open().close()
        }
    }

    @Test("goes on behind numbers that were given out and stand in no row", arguments: ways)
    func numbering(from: StoreKind, to: StoreKind) async throws {
        try await withDesk(on: from) { house in
            _ = try await house.desk.receive(.plain("Hej", messageID: "1@x"))
            let given = Dictionary(
                uniqueKeysWithValues: NumberedTable.allCases.map { ($0, Int64(100_001)) }
            )
            // As a restored backup does.
            try await house.store.write { transaction throws(DeskError) in
                try StoreTransaction(transaction).session.continueNumbering(past: given)
            }
            let folder = try TemporaryFolder()
            let target = try await to.location(in: folder).open(for: .takingCopy)
            _ = try await StoreCopy(from: house.store, to: target).run()
            let numbers = try await target.read { reading throws(DeskError) in
                try StoreTransaction(reading).session.lastNumbers()
            }
            #expect(numbers == given)
            let next = try await desk(on: target).receive(.plain("Ny", messageID: "ny@x"))
            #expect(next.ticket.rawValue == 100_002)
            try await target.close()
        }
    }

    @Test("goes on where it was broken off, and is closed to daemons until then", arguments: ways)
    func resumed(from: StoreKind, to: StoreKind) async throws {
        try await withDesk(on: from) { house in
            try await work(house)
            let folder = try TemporaryFolder()
            let place = try to.location(in: folder)
            let target = try await place.open(for: .takingCopy)
            let real = BreakingStore(real: target)
            // Broken off at the first write, then at the second, until it gets through.
            var breaks = 0
            while true {
                real.breakAfter(breaks)
                do {
                    _ = try await StoreCopy(from: house.store, to: real).run()
                    break
                } catch DeskError.unavailable {
                    breaks += 1
                    guard breaks > 1 else { continue }
                    await #expect(throws: DeskError.self) { try await place.open() }
                }
            }
            #expect((5..<30).contains(breaks))
            // A break leaves the work of the writes before it: the last run had little to do.
            real.breakAfter(.max)
            try await target.close()
            try await place.open().close()
        }
    }

    @Test("is refused where another desk is, and told apart from a changed one", arguments: ways)
    func refused(from: StoreKind, to: StoreKind) async throws {
        try await withDesk(on: from) { house in
            try await work(house)
            try await withDesk(on: to) { other in
                let error = await #expect(throws: DeskError.self) {
                    try await StoreCopy(from: house.store, to: other.store).run()
                }
                guard case .wrongState(let detail) = error else {
                    Issue.record("refused with \(String(describing: error))")
                    return
                }
                #expect(detail.contains("not empty"))
            }
        }
    }

    @Test("says so when somebody wrote to the source meanwhile", arguments: StoreKind.available)
    func changedMeanwhile(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await work(house)
            let folder = try TemporaryFolder()
            let target = try await StoreKind.sqlite.location(in: folder).open(for: .takingCopy)
            let copy = StoreCopy(from: house.store, to: target)
            // Broken off when all is copied, changed, and gone on with.
            let breaking = StoreCopy(
                from: house.store,
                to: BreakingStore(real: target, writes: 12)
            )
            _ = try? await breaking.run()
            _ = try await house.desk.assign(TicketNumber(rawValue: 2), at: 1, to: "ada", as: .ada)
            let error = await #expect(throws: DeskError.self) { try await copy.run() }
            guard case .wrongState(let detail) = error else {
                Issue.record("said \(String(describing: error))")
                return
            }
            #expect(detail.contains("tickets differ"))
            try await target.close()
        }
    }

    @Test("has every table and column of both databases", arguments: StoreKind.available)
    func complete(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let store = try await kind.location(in: folder).open()
        let found = try await store.read { reading throws(DeskError) in
            try SchemaDump(session: StoreTransaction(reading).session, kind: kind).columns()
        }
        let kept = found.filter { !StoredTable.leftOut.contains($0.key) }
        let known = Dictionary(
            uniqueKeysWithValues: StoredTable.all.map { ($0.name, Set($0.columns.map(\.name))) }
        )
        #expect(kept == known)
        try await store.close()
    }
}

/// A real store that is cut off after a number of writes.
private final class BreakingStore: DurableStore {
    private let real: any DurableStore
    private let remaining: Mutex<Int>

    init(real: any DurableStore, writes: Int = .max) {
        self.real = real
        remaining = Mutex(writes)
    }

    func breakAfter(_ writes: Int) { remaining.withLock { $0 = writes } }

    var listener: StoreListener? { nil }
    var tables: KnownTables { real.tables }
    var openWrites: OpenWrites { real.openWrites }

    func figures() async throws(DeskError) -> StoreFigures { try await real.figures() }

    func close() async throws(DeskError) { try await real.close() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try await real.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        let isCut = remaining.withLock { remaining in
            remaining -= 1
            return remaining < 0
        }
        guard !isCut else { throw .unavailable(cause: "cut off") }
        return try await real.write(body)
    }
}
