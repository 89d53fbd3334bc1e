import Cryptography
import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Synchronization
import Testing

@testable import Storage

/// A session whose statements fail from the n-th on.
private struct FailingSession: SQLSession {
    let real: any SQLSession
    let remaining: Countdown

    final class Countdown: Sendable {
        private let held: Mutex<Int>

        init(_ count: Int) { held = Mutex(count) }

        func step() throws(DeskError) {
            let isOver = held.withLock { remaining in
                remaining -= 1
                return remaining < 0
            }
            if isOver { throw .unavailable(cause: "injected") }
        }
    }

    func execute(_ statement: Storage.SQL) throws(DeskError) {
        try remaining.step()
        try real.execute(statement)
    }

    func executeNow(_ statement: Storage.SQL) throws(DeskError) -> Int {
        try remaining.step()
        return try real.executeNow(statement)
    }

    func each(
        _ query: Storage.SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try remaining.step()
        try real.each(query, body)
    }

    var writer: String { real.writer }

    var versionQuery: Storage.SQL { real.versionQuery }
    var skippingLocked: Storage.SQL { real.skippingLocked }
    var orderingByOctets: String { real.orderingByOctets }

    func lastNumbers() throws(DeskError) -> [NumberedTable: Int64] { try real.lastNumbers() }

    func continueNumbering(past numbers: [NumberedTable: Int64]) throws(DeskError) {
        try real.continueNumbering(past: numbers)
    }

    func takeStock() throws(DeskError) { try real.takeStock() }

    func announce(_ change: StoreChange) throws(DeskError) {
        try remaining.step()
        try real.announce(change)
    }

    func insert(
        _ statement: Storage.SQL,
        toBeSealedAs source: Int64
    ) throws(DeskError) {
        try remaining.step()
        try real.insert(statement, toBeSealedAs: source)
    }

    func replaceWords(of ticket: Int64, _ old: [String], with new: [String]) throws(DeskError) {
        try remaining.step()
        try real.replaceWords(of: ticket, old, with: new)
    }

    func makeFindable(_ text: String, ticket: Int64) throws(DeskError) {
        try remaining.step()
        try real.makeFindable(text, ticket: ticket)
    }

    func makeFindable(_ texts: [FindableText]) throws(DeskError) {
        try remaining.step()
        try real.makeFindable(texts)
    }

    func replaceName(of ticket: Int64, _ old: String?, with new: String?) throws(DeskError) {
        try remaining.step()
        try real.replaceName(of: ticket, old, with: new)
    }

    func pattern(_ text: String) throws(DeskError) -> String? { try real.pattern(text) }

    func namePattern(_ name: String) throws(DeskError) -> String? { try real.namePattern(name) }

    func isFound(_ pattern: String, in ticket: Int64) throws(DeskError) -> Bool {
        try real.isFound(pattern, in: ticket)
    }

    func eachTicketFound(
        matching pattern: String,
        before: Int64,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try real.eachTicketFound(matching: pattern, before: before, body)
    }
}

/// A real store, with statements that fail when a test says so.
private final class FailingStore: DeskStore {
    private let real: any DurableStore
    private let folder: TemporaryFolder
    private let statements = Mutex(Int.max)

    init(on kind: StoreKind) async throws {
        folder = try TemporaryFolder()
        real = try await kind.location(in: folder).open()
    }

    func failAfter(_ count: Int) { statements.withLock { $0 = count } }

    func close() async throws { try await real.close() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try await real.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        let remaining = FailingSession.Countdown(statements.withLock { $0 })
        return try await real.write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
            let session = FailingSession(real: transaction.session, remaining: remaining)
            return try body(StoreTransaction(session: session, now: transaction.now))
        }
    }

    private static let tables = [
        "answers", "attachments", "blobs", "events", "evidence", "handoffs", "handoff_steps",
        "mails", "messages", "outbox", "sessions", "tickets",
    ]

    /// How many rows each table has.
    func rows() async throws -> [String: Int64] {
        try await real.write { transaction throws(DeskError) in
            var rows: [String: Int64] = [:]
            for table in Self.tables {
                let query = Storage.SQL(stringLiteral: "SELECT count(*) FROM \(table)")
                rows[table] = try StoreTransaction(transaction).session.first(query) {
                    $0.integer(0)
                }
            }
            return rows
        }
    }
}

@Suite("A write that fails at any of its statements")
struct InjectedFailureTests {
    private func desk(_ store: FailingStore) -> Desk {
        Desk(
            store: store,
            library: Library(KnowledgeBase(sources: TestArticles.sources)),
            directory: TestStaff(),
            switchboard: nil,
            proof: TicketProof(keys: [.random(id: "a")]),
            reader: .ofTests,
            settings: DeskSettings(mailDomain: "example.org")
        )
    }

    /// Fails at the first statement, then at the second, until the write succeeds.
    private func failEverywhere(
        _ store: FailingStore,
        _ write: () async throws -> Void
    ) async throws -> Int {
        let before = try await store.rows()
        for count in 0..<200 {
            store.failAfter(count)
            do {
                try await write()
                store.failAfter(.max)
                return count
            } catch DeskError.unavailable(let cause) {
                #expect(cause == "injected")
                #expect(try await store.rows() == before, "after \(count) statements")
            }
        }
        store.failAfter(.max)
        return 200
    }

    @Test(
        "leaves nothing of a mail, and takes it whole the next time",
        arguments: StoreKind.available
    )
    func mail(on kind: StoreKind) async throws {
        let store = try await FailingStore(on: kind)
        let desk = desk(store)
        let file = ReceivedMail.File(name: "a.png", mediaType: "image/png", bytes: [1, 2, 3])
        let statements = try await failEverywhere(store) {
            _ = try await desk.receive(.plain("Hej", files: [file]))
        }
        #expect((7..<40).contains(statements))
        let rows = try await store.rows()
        #expect(rows["tickets"] == 1)
        #expect(rows["messages"] == 1)
        #expect(rows["mails"] == 1)
        #expect(rows["attachments"] == 1)
        #expect(rows["events"] == 1)
        // The mail as it came, and the file that came with it.
        #expect(rows["blobs"] == 2)
        try await store.close()
    }

    @Test(
        "leaves nothing of a reply, neither on the ticket nor in the outbox",
        arguments: StoreKind.available
    )
    func reply(on kind: StoreKind) async throws {
        let store = try await FailingStore(on: kind)
        let desk = desk(store)
        let ticket = try await desk.receive(.plain("Hej")).ticket
        let draft = MessageDraft(
            kind: .reply,
            body: "Svar",
            articles: ["losenord"],
            resolves: true
        )
        _ = try await failEverywhere(store) {
            _ = try await desk.write(draft, on: ticket, as: .ada)
        }
        let rows = try await store.rows()
        #expect(rows["messages"] == 2)
        #expect(rows["outbox"] == 1)
        #expect(rows["events"] == 3)
        #expect(rows["evidence"] == 1)
        #expect(try await desk.ticket(ticket, as: .ada).state == .resolved)
        try await store.close()
    }

    @Test("leaves no answer stored for a thing that did not happen", arguments: StoreKind.available)
    func idempotency(on kind: StoreKind) async throws {
        let store = try await FailingStore(on: kind)
        let desk = desk(store)
        let key = IdempotencyKey(
            principal: "ada",
            target: "POST /v1/tickets",
            key: "k",
            request: Digest(of: [1])
        )
        let once = Once<Ticket>(key: key) { _ in
            StoredAnswer(status: 201, headers: [:], body: [])
        }
        let draft = TicketDraft(subject: "Hej", body: "Hej", channel: .web)
        _ = try await failEverywhere(store) {
            _ = try await desk.open(draft, as: .ada, once: once)
        }
        let rows = try await store.rows()
        #expect(rows["tickets"] == 1)
        #expect(rows["answers"] == 1)
        try await store.close()
    }

    @Test(
        "leaves no half of a verdict, nor of what reopening takes back",
        arguments: StoreKind.available
    )
    func verdict(on kind: StoreKind) async throws {
        let store = try await FailingStore(on: kind)
        let desk = desk(store)
        let ticket = try await desk.receive(.plain("Paddan vägrar")).ticket
        for verdict in [ArticleVerdict.wrong, .right] {
            _ = try await failEverywhere(store) {
                try await desk.judge("losenord", for: ticket, as: verdict, by: .ada)
            }
            #expect(try await store.rows()["evidence"] == 1)
        }
        let resolved = try await desk.resolve(
            ticket,
            at: 1,
            as: .answered,
            article: "bifoga-fil",
            by: .ada
        )
        #expect(try await store.rows()["evidence"] == 2)
        _ = try await failEverywhere(store) {
            _ = try await desk.reopen(ticket, at: resolved.revision, as: .ada)
        }
        #expect(try await store.rows()["evidence"] == 1)
        #expect(try await store.rows()["events"] == 5)
        try await store.close()
    }
}
