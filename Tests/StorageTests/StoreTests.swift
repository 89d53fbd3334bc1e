import Cryptography
import Desk
import DeskTesting
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("The store")
struct StoreTests {
    @Test(
        "pages through a list without gaps or doubles while tickets come in",
        arguments: StoreKind.available
    )
    func keyset(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for index in 0..<30 {
                _ = try await house.desk.receive(.plain("\(index)", messageID: "\(index)@x"))
            }
            var seen: [Int64] = []
            var query = TicketQuery(limit: 7)
            while true {
                let page = try await house.desk.tickets(query, as: .ada)
                seen += page.tickets.map(\.number.rawValue)
                query.after = page.next
                _ = try await house.desk.receive(.plain("ny", messageID: "\(seen.count)@ny"))
                guard page.hasMore else { break }
            }
            #expect(seen == (1...30).reversed())
        }
    }

    @Test(
        "finds words in subject and messages, with or without å ä ö, newest first",
        arguments: StoreKind.available
    )
    func search(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await house.desk.receive(.plain("Blåbärssylt på torget", messageID: "1@x"))
            _ = try await house.desk.receive(
                .plain("Annat", subject: "blabarssylt", messageID: "2@x")
            )
            _ = try await house.desk.receive(.plain("Lingon", messageID: "3@x"))
            var query = TicketQuery()
            for words in ["blåbärssylt", "BLABARS", "torget blåbär"] {
                query.text = words
                let found = try await house.desk.tickets(query, as: .ada).tickets
                let expected: [Int64] = words.hasPrefix("torget") ? [1] : [2, 1]
                #expect(found.map(\.number.rawValue) == expected, "\(words)")
            }
            // Of a beginning of two letters neither database looks for the rest.
            for words in [
                "bl", "torget bl", "\"", "*", "NEAR(a b)", "subject:x OR",
                "'; DROP TABLE tickets; --",
            ] {
                query.text = words
                let found = try await house.desk.tickets(query, as: .ada).tickets
                #expect(found.isEmpty, "\(words)")
            }
        }
    }

    @Test("says that it is closed to whoever still reads", arguments: StoreKind.available)
    func closed(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let store = try await kind.location(in: folder).open()
        try await store.close()
        await #expect(throws: DeskError.unavailable(cause: "the store is closed")) {
            try await store.read { _ throws(DeskError) in 1 }
        }
    }

    @Test("says what went wrong with a read, also when SQLite took it back, and reads on")
    func failedRead() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path("helpdesk.sqlite"))
        await #expect(throws: DeskError.notPermitted) {
            try await store.look { reading throws(DeskError) in
                let session = StoreTransaction(reading).session
                // As SQLite does by itself when the disk fails.
                _ = try session.all("ROLLBACK") { _ in () }
                throw DeskError.notPermitted
            }
        }
        let count = try await store.look { reading throws(DeskError) in
            try StoreTransaction(reading).session.first("SELECT count(*) FROM tickets") {
                $0.integer(0)
            }
        }
        #expect(count == 0)
        try store.close()
    }

    @Test("narrows a search by every other filter", arguments: StoreKind.available)
    func searchWithFilters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for index in 0..<450 {
                let receipt = try await house.desk.receive(
                    .plain("samma ord", messageID: "\(index)@x")
                )
                if index == 3 {
                    _ = try await house.desk.assign(receipt.ticket, at: 1, to: "ada", as: .ada)
                }
            }
            var query = TicketQuery(limit: 5)
            query.text = "samma"
            query.assignee = "ada"
            let page = try await house.desk.tickets(query, as: .ada)
            #expect(page.tickets.map(\.number.rawValue) == [4])
            #expect(!page.hasMore)
        }
    }

    @Test("refuses to change or remove history")
    func history() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.sqlite"
        let store = try SQLiteStore(path: path)
        try store.close()
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(
                sql: """
                    INSERT INTO events (ticket, at, actor_kind, kind, details)
                    VALUES (1, 1, 'system', 'opened', '{}')
                    """
            )
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "UPDATE events SET kind = 'x'")
            }
            #expect(throws: DatabaseError.self) {
                try database.execute(sql: "DELETE FROM events")
            }
        }
    }

    @Test("is refused when a newer program wrote it, and not touched")
    func newerVersion() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.sqlite"
        try SQLiteStore(path: path).close()
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA user_version = 999")
        }
        try queue.close()
        let error = #expect(throws: DeskError.self) { try SQLiteStore(path: path) }
        guard case .unavailable(let cause) = error else {
            Issue.record("the store said \(String(describing: error))")
            return
        }
        #expect(cause.contains("999"))
    }

    @Test("keeps what was answered when it is opened again, its keys too")
    func reopened() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.sqlite"
        let first = try SQLiteStore(path: path)
        let keys = try await first.proofKeys()
        try first.close()
        let second = try SQLiteStore(path: path)
        let found = try await second.proofKeys()
        #expect(found.map(\.secret) == keys.map(\.secret))
        try second.close()
    }

    @Test(
        "answers a failed write without harming those that shared its transaction",
        arguments: StoreKind.available
    )
    func savepoints(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipts = await withTaskGroup(of: Int64?.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        if index % 3 == 0 {
                            // Nobody has seen revision 99: refused inside the shared transaction.
                            _ = try? await house.desk.assign(
                                TicketNumber(rawValue: 1),
                                at: 99,
                                to: "ada",
                                as: .ada
                            )
                            return nil
                        }
                        let mail = ReceivedMail.plain("\(index)", messageID: "\(index)@x")
                        return try? await house.desk.receive(mail).ticket.rawValue
                    }
                }
                return await group.reduce(into: [Int64]()) {
                    if let number = $1 { $0.append(number) }
                }
            }
            #expect(receipts.count == 133)
            #expect(Set(receipts).count == 133)
            for number in receipts {
                let ticket = try await house.desk.ticket(TicketNumber(rawValue: number), as: .ada)
                #expect(ticket.contacts == 1)
            }
        }
    }

    @Test(
        "takes back what a refused write changed, its words too, and nothing of the others",
        arguments: StoreKind.available
    )
    func changedAndRefused(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            // Alone, and among others before and after it.
            await house.insert("ensam", isRefused: true)
            await withTaskGroup { group in
                for index in 0..<120 {
                    group.addTask {
                        await house.insert("nummer\(index)", isRefused: index % 5 == 0)
                    }
                }
            }
            var query = TicketQuery()
            query.limit = DeskSettings.pageMax
            let all = try await house.desk.tickets(query, as: .ada).tickets
            let kept = (0..<120).filter { $0 % 5 != 0 }.map { "nummer\($0)" }
            #expect(all.map(\.subject).sorted() == kept.sorted())
            for word in kept.prefix(20) + ["ensam", "nummer0", "nummer115"] {
                query.text = word
                let found = try await house.desk.tickets(query, as: .ada).tickets.map(\.subject)
                #expect(found.contains(word) == kept.contains(word), "\(word)")
            }
        }
    }

    @Test("syncs every commit to disk")
    func synchronous() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: "\(folder.path)/helpdesk.sqlite")
        #expect(try store.writerSynchronousLevel() == 2)
        try store.close()
    }

    @Test("lets its log shrink again once a long read is over")
    func logSize() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.sqlite"
        let store = try SQLiteStore(path: path)
        func write(_ mebibytes: Int) async throws {
            for _ in 0..<mebibytes {
                try await store.write { transaction throws(DeskError) in
                    try StoreTransaction(transaction).session.execute(
                        """
                        INSERT INTO blobs (digest, bytes)
                        VALUES (\(UUIDv7(at: .now).bytes), \([UInt8](repeating: 7, count: 1 << 20)))
                        """
                    )
                }
            }
        }
        func logBytes() throws -> Int64 { try FileFigures.size(of: "\(path)-wal") }
        let reader = try SQLiteConnection(readingFrom: path)
        try reader.run("BEGIN")
        try reader.run("SELECT count(*) FROM blobs")
        try await write(40)
        #expect(try logBytes() > 40 << 20)
        try reader.run("COMMIT")
        // It is folded by the first, and begun anew by the next.
        try await write(2)
        #expect(try logBytes() <= SQLiteStore.logBytesMax)
        #expect(SQLiteStore.logBytesMax == 16 << 20)
        try store.close()
    }

    @Test("sweeps ended sessions and old answers, nothing younger", arguments: StoreKind.available)
    func sweep(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let password = TestStaff.password(of: "ada")
            let (token, session) = try await house.desk.signIn(
                username: "ada",
                password: .init(password)
            )
            let moment = session.expiresAt
            try await house.store.write { transaction throws(DeskError) in
                try transaction.sweep(before: moment)
            }
            let digest = token.digest
            let kept = try await house.store.read { reading throws(DeskError) in
                try reading.session(digest)
            }
            #expect(kept != nil)
            try await house.store.write { transaction throws(DeskError) in
                try transaction.sweep(before: moment + 1)
            }
            let swept = try await house.store.read { reading throws(DeskError) in
                try reading.session(digest)
            }
            #expect(swept == nil)
        }
    }
}

extension TestDesk {
    /// Inserts a ticket of this name, which may be refused when all is written.
    fileprivate func insert(_ name: String, isRefused: Bool) async {
        do throws(DeskError) {
            try await store.write { transaction throws(DeskError) in
                let number = try transaction.insert(Ticket.plain(name))
                let message = Message(
                    id: UUIDv7(at: .now),
                    ticket: number,
                    kind: .inbound,
                    author: .citizen(name: nil),
                    body: "text",
                    createdAt: .now
                )
                try transaction.insert(message, subject: name)
                if isRefused { throw .notPermitted }
            }
            #expect(!isRefused)
        } catch {
            #expect(isRefused && error == .notPermitted)
        }
    }
}
