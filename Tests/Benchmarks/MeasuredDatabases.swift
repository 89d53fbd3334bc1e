public import ArgumentParser
public import DeskTesting
import Foundation
import PostgreSQLClient
import Storage

/// Which databases a run measures.
enum DatabaseChoice: String, ExpressibleByArgument, CaseIterable {
    case sqlite
    case postgresql
    case both

    var kinds: [StoreKind] {
        switch self {
        case .sqlite: [.sqlite]
        case .postgresql: [.postgresql]
        case .both: StoreKind.allCases
        }
    }
}

extension StoreKind: ExpressibleByArgument {}

/// The databases of one run: files of SQLite, and a PostgreSQL that ends with the run.
struct MeasuredDatabases: Sendable {
    let kinds: [StoreKind]
    /// Where PostgreSQL's files are; nil when it is not measured.
    var home: String? { server?.home }

    private let server: PostgreSQLServer?

    /// What an operator of such a machine would change of what PostgreSQL comes with; every commit
    /// is synced.
    private static let settings = ["fsync=on", "shared_buffers=512MB", "max_wal_size=4GB"]

    /// Starts PostgreSQL when it is asked for.
    ///
    /// - Parameters:
    ///   - kinds: what is measured.
    ///   - folder: keeps the databases for the next run; nil keeps nothing.
    /// - Throws: when it does not start, as where it is not installed.
    init(_ kinds: [StoreKind], keptIn folder: String?) throws {
        self.kinds = kinds
        server =
            kinds.contains(.postgresql)
            ? try PostgreSQLServer(
                settings: Self.settings,
                keptIn: folder.map { "\($0)/postgresql" }
            ) : nil
    }

    /// Room for an empty store.
    func empty(_ kind: StoreKind, in folder: TemporaryFolder) throws -> StoreLocation {
        switch kind {
        case .sqlite: .sqlite(path: folder.path("\(UUID().uuidString).sqlite"))
        case .postgresql:
            .postgresql(
                address: try running().makeDatabase("empty-\(UUID().uuidString.lowercased())")
            )
        }
    }

    /// The database of that name, which is made when it is not there; true when it was.
    func database(_ name: String) throws -> (location: StoreLocation, isThere: Bool) {
        let server = try running()
        let found = try server.order("SELECT 1 FROM pg_database WHERE datname = '\(name)'")
        if found.hasPrefix("1") {
            return (.postgresql(address: server.address(database: name)), true)
        }
        return (.postgresql(address: try server.makeDatabase(name)), false)
    }

    /// Commits a second of one connection that inserts a row each time: what PostgreSQL itself can
    /// do on this disk.
    func commitRate(for duration: Duration) throws -> Double {
        var connection = try PostgreSQLConnection(running().address())
        try connection.run(script: "CREATE TABLE IF NOT EXISTS commits (n bigint)")
        let start = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - start < duration {
            try connection.execute("INSERT INTO commits VALUES ($1)", [.int(Int64(count))])
            count += 1
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    /// Octets of PostgreSQL's write-ahead log, with what is kept of it to be written anew.
    func logBytes() throws -> Int64 {
        var connection = try PostgreSQLConnection(running().address())
        let sum = "SELECT CAST(sum(size) AS bigint) AS bytes FROM pg_ls_waldir()"
        return try connection.query(sum)[0].int("bytes")
    }

    private func running() throws -> PostgreSQLServer {
        guard let server else { throw BenchmarkError.missing("PostgreSQL") }
        return server
    }
}

extension StoreKind {
    /// As it stands in a table.
    var name: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgresql: "PostgreSQL"
        }
    }
}
