import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("The tables")
struct SchemaTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// Whoever changes a released step, or forgets one of the databases, meets this; to write the
    /// files anew after a new step: `HELPDESK_RECORD_SCHEMA=1`.
    @Test("are those that were written down", arguments: StoreKind.available)
    func dump(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let store = try await kind.location(in: folder).open()
        let found = try await store.read { reading throws(DeskError) in
            try SchemaDump(session: StoreTransaction(reading).session, kind: kind).text()
        }
        try await store.close()
        let file = Self.fixtures.appending(path: "schema-\(kind.rawValue).txt")
        if ProcessInfo.processInfo.environment["HELPDESK_RECORD_SCHEMA"] != nil {
            try Data(found.utf8).write(to: file)
        }
        let known = try String(contentsOf: file, encoding: .utf8)
        #expect(found == known)
    }

    @Test(
        "are tried in both databases where both must be there",
        .enabled(
            if: ProcessInfo.processInfo.environment["HELPDESK_STORES_REQUIRED"] != nil,
            "only where the set-up has installed both"
        )
    )
    func bothStores() { #expect(StoreKind.available == StoreKind.allCases) }

    @Test(
        "of PostgreSQL are refused when a newer program wrote them",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    func newerVersion() async throws {
        let folder = try TemporaryFolder()
        let place = try StoreKind.postgresql.location(in: folder)
        let store = try await place.open()
        try await store.write { transaction throws(DeskError) in
            try StoreTransaction(transaction).session.execute(
                "UPDATE schema_version SET version = 999"
            )
        }
        try await store.close()
        let error = await #expect(throws: DeskError.self) { try await place.open() }
        guard case .unavailable(let cause) = error else {
            Issue.record("the store said \(String(describing: error))")
            return
        }
        #expect(cause.contains("999"))
    }

    @Test("are made once by programs that start together", arguments: StoreKind.available)
    func togetherFromNothing(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let place = try kind.location(in: folder)
        let keys = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let store = try await place.open()
                    let keys = try await store.proofKeys().map(\.id)
                    try await store.close()
                    return keys
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(keys == Array(repeating: ["a"], count: 4))
    }

    @Test(
        "are written no more once a newer program has changed them",
        arguments: StoreKind.available
    )
    func newerMeanwhile(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let place = try kind.location(in: folder)
        let store = try await place.open()
        try await store.probe()
        let other = try await place.open()
        let pretend: Storage.SQL =
            kind == .sqlite
            ? "PRAGMA user_version = 999" : "UPDATE schema_version SET version = 999"
        try await other.write { transaction throws(DeskError) in
            try StoreTransaction(transaction).session.execute(pretend)
        }
        try await other.close()
        #expect(!store.tables.areOutdated)
        let newer = { (error: DeskError) in error.logged.contains("version 999, newer than") }
        await #expect(
            performing: { try await store.probe() },
            throws: { ($0 as? DeskError).map(newer) ?? false }
        )
        #expect(store.tables.areOutdated)
        await #expect(
            performing: { try await store.write { _ throws(DeskError) in } },
            throws: { ($0 as? DeskError).map(newer) ?? false }
        )
        // What is there can still be looked at.
        _ = try await store.knownProofKeys()
        try await store.close()
    }

    @Test(
        "of PostgreSQL are looked at on each new connection that writes",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    func newerOnNewConnection() async throws {
        let server = try PostgreSQLServer.shared()
        let address = try server.makeDatabase()
        let store = try await PostgreSQLStore(address: address)
        try await store.probe()
        let name = try #require(address.split(separator: "/").last).prefix { $0 != "?" }
        try server.order("UPDATE schema_version SET version = 999", in: String(name))
        try await store.write { _ throws(DeskError) in }
        try server.order(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'"
        )
        await #expect(throws: DeskError.self) { try await store.write { _ throws(DeskError) in } }
        #expect(store.tables.areOutdated)
        try await store.close()
    }
}
