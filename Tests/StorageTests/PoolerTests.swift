import Desk
import DeskTesting
import Foundation
import PostgreSQLClient
import Testing

@testable import Storage

@Suite("A store behind a pooler", .enabled(if: PgBouncer.isInstalled, "pgbouncer is not installed"))
struct PoolerTests {
    private let server: PostgreSQLServer
    private let database: String
    private let pooler: PgBouncer

    init() throws {
        server = try PostgreSQLServer.shared()
        let address = try server.makeDatabase()
        database = try #require(address.split(separator: "/").last?.split(separator: "?").first)
            .description
        pooler = try PgBouncer(before: server, database)
    }

    @Test("works with connections that change from transaction to transaction")
    func shared() async throws {
        let address = pooler.address(.transaction)
        // More connections between them than the pooler has to the server.
        let stores = [
            try await PostgreSQLStore(address: address),
            try await PostgreSQLStore(address: address),
        ]
        let clock = TestClock()
        try await withThrowingTaskGroup { group in
            for (place, store) in stores.enumerated() {
                for writer in 0..<8 {
                    group.addTask {
                        for round in 0..<5 {
                            let subject = "Fråga \(place)-\(writer)-\(round)"
                            try await open(subject, in: store, at: clock.now)
                            try await look(for: subject, in: store)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let page = try await stores[0].read { reads throws(DeskError) in
            try reads.tickets(TicketQuery(limit: 100))
        }
        #expect(Set(page.tickets.map(\.subject)).count == 80)
        for store in stores { try await store.close() }
    }

    @Test("leaves nothing behind on a connection that somebody else has next")
    func nothingLeft() async throws {
        let store = try await PostgreSQLStore(address: pooler.address(.transaction))
        try await open("Fråga", in: store, at: Date())
        try await store.close()
        for _ in 0..<PgBouncer.poolSize {
            var next = try PostgreSQLConnection(pooler.address(.transaction))
            #expect(next.isPooled == true)
            #expect(try next.query("SHOW statement_timeout")[0].text(.position(0)) == "0")
            #expect(try next.query("SELECT 1 FROM pg_prepared_statements WHERE name <> ''").isEmpty)
        }
    }

    @Test("waits for the disk and within bounds in each transaction, as it does without")
    func settings() async throws {
        let addresses = [pooler.address(.transaction), server.address(database: database)]
        for address in addresses {
            let store = try await PostgreSQLStore(address: address)
            let found = try await store.read { reads throws(DeskError) in
                let session = StoreTransaction(reads).session
                let settings: SQL = """
                    SELECT current_setting('synchronous_commit'),
                        current_setting('statement_timeout'), current_setting('lock_timeout'),
                        current_setting('idle_in_transaction_session_timeout'),
                        current_setting('application_name')
                    """
                return try session.first(settings) { row in (0..<5).map { row.text($0) } }
            }
            #expect(found == ["on", "30s", "20s", "30s", "helpdeskd"])
            try await store.close()
        }
    }

    @Test("serves only with an address at which something is heard")
    func listening() async throws {
        let transactions = StoreLocation.postgresql(address: pooler.address(.transaction))
        let wrong: [(String?, String)] = [
            (nil, "set store.listen-url"), (pooler.address(.transaction), "nothing is heard"),
        ]
        for (listening, words) in wrong {
            let error = await #expect(throws: DeskError.self) {
                try await transactions.open(for: .serving(listeningAt: listening))
            }
            #expect("\(String(describing: error))".contains(words))
        }
        let right = [pooler.address(.session), server.address(database: database)]
        for address in right {
            let store = try await transactions.open(for: .serving(listeningAt: address))
            let heard = AsyncStream<StoreChange>.makeStream()
            let listener = try #require(store.listener)
            let change = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await listener.run {
                        heard.continuation.yield($0)
                    } failed: { _ in
                    }
                }
                try await store.write { transaction throws(DeskError) in
                    try StoreTransaction(transaction).session.announce(.evidenceChanged)
                }
                let change = await heard.stream.first { $0 == .evidenceChanged }
                group.cancelAll()
                return change
            }
            #expect(change == .evidenceChanged)
            try await store.close()
        }
    }

    private func open(_ subject: String, in store: PostgreSQLStore, at moment: Date) async throws {
        try await store.write { transaction throws(DeskError) in
            let ticket = Ticket.plain(subject, at: moment)
            let number = try transaction.insert(ticket)
            let message = Message(
                id: UUIDv7(at: moment),
                ticket: number,
                kind: .inbound,
                author: .citizen(name: nil),
                body: "Jag kan inte logga in. \(subject)",
                createdAt: moment
            )
            try transaction.insert(message, subject: subject)
        }
    }

    private func look(for subject: String, in store: PostgreSQLStore) async throws {
        var query = TicketQuery()
        query.text = subject
        let asked = query
        let found = try await store.read { reads throws(DeskError) in try reads.tickets(asked) }
        #expect(found.tickets.map(\.subject).contains(subject))
    }
}
