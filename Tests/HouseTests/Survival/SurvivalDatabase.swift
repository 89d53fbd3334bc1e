import Desk
import DeskTesting
import Foundation

@testable import Storage

/// The store of one house in a PostgreSQL, which may be killed.
struct SurvivalDatabase: Sendable {
    let server: PostgreSQLServer
    let address: String
    private let name: String

    init(on server: PostgreSQLServer) throws {
        self.server = server
        name = "survival-\(UUID().uuidString.prefix(13).lowercased())"
        address = try server.makeDatabase(name)
    }

    /// Looks at a copy, as of a file: the rows by way of SQLite, whose rules are the same ones, and
    /// the words, which are each database's own, where they are.
    func audit() async throws -> StoreAudit {
        let copy = "audit-\(name)"
        // What the daemon had sent before it died is still carried out.
        try await eventually("the server has ended what was begun") {
            let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = '\(name)'"
            return try server.order(others).hasPrefix("0")
        }
        try server.order("CREATE DATABASE \"\(copy)\" TEMPLATE \"\(name)\"")
        let folder = try TemporaryFolder("audit")
        let file = folder.path("helpdesk.sqlite")
        let source = try await PostgreSQLStore(address: server.address(database: copy))
        let target = try SQLiteStore(path: file)
        _ = try await StoreCopy(from: source, to: target).run()
        var strays = try await Self.straysInSearch(of: source)
        strays += try await StoreAudit.eventsPassedOver(in: source)
        let chain = try await source.examineChain()
        try target.close()
        try await source.close()
        try server.order("DROP DATABASE \"\(copy)\"")
        var audit = try StoreAudit(of: file, and: strays)
        audit.add(chain)
        return audit
    }

    /// Removes it from the server, which has others.
    func drop() throws { try server.order("DROP DATABASE \"\(name)\"") }

    /// Every message can be found by its own words, and nothing else can.
    private static func straysInSearch(of store: PostgreSQLStore) async throws -> [String] {
        try await store.read { reading throws(DeskError) in
            let session = StoreTransaction(reading).session
            var strays = try session.all(
                """
                SELECT m.ticket FROM (
                    SELECT ticket, count(*) AS n FROM messages WHERE ticket NOT IN (
                        SELECT number FROM tickets WHERE erased_at IS NOT NULL)
                    GROUP BY ticket) m
                FULL JOIN (
                    SELECT ticket, count(*) AS n FROM search
                    WHERE (words @@ CAST(\(NameWords.any) AS tsquery)) IS NOT TRUE GROUP BY ticket) s
                    ON s.ticket = m.ticket
                WHERE m.n IS DISTINCT FROM s.n
                """
            ) { _ in "search: as many messages as rows of words is not so for a ticket" }
            let messages = try session.all(
                "SELECT ticket, body, packed, size FROM messages"
            ) { (row) throws(DeskError) in
                (row.integer(0), try TextColumns(row, text: 1, packed: 2, size: 3).plain)
            }
            for (ticket, body) in messages {
                let words = FoldedWords(body).prefix(8).joined(separator: " ")
                guard let pattern = try session.pattern(words) else { continue }
                var isFound = false
                try session.eachTicketFound(matching: pattern, before: ticket + 1) {
                    (found) throws(DeskError) in
                    isFound = found == ticket
                    return false
                }
                if !isFound { strays.append("search: a message is not found by its words") }
            }
            return strays
        }
    }
}
