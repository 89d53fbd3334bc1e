import DeskTesting
import Foundation
import GRDB

/// A day that nobody interrupted, and its store, of which copies can be broken.
struct WholeDay {
    let day: WorkingDay
    /// What the outside has got of it.
    let outside: WorkingDay.Outside
    private let folder: TemporaryFolder

    /// Lives through it.
    init() async throws {
        let house = try SurvivalHouse("whole")
        var day = try WorkingDay(in: house, name: UUID().uuidString.prefix(8).lowercased())
        for errand in WorkingDay.Errand.allCases { try await day.run(errand) }
        self.day = day
        outside = try day.outside()
        folder = try TemporaryFolder("broken")
    }

    /// What is found in a copy that somebody has broken.
    func audit(after orders: [String]) throws -> StoreAudit {
        try StoreAudit(of: try copy(after: orders))
    }

    /// The same, with the chain of records and what webhooks are told.
    func examination(after orders: [String]) async throws -> StoreAudit {
        try await StoreAudit.examining(try copy(after: orders))
    }

    /// What is found in a file that says to be of that version and has no tables.
    func auditOfEmptyFile(version: Int) throws -> StoreAudit {
        let path = try folder.write("", to: "empty-\(version).sqlite")
        try Self.carryOut(["PRAGMA user_version = \(version)"], on: path)
        return try StoreAudit(of: path)
    }

    private func copy(after orders: [String]) throws -> String {
        let path = folder.path("\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(atPath: day.house.storePath, toPath: path)
        try Self.carryOut(orders, on: path)
        return path
    }

    /// Does what no program of ours may: nothing that refers to anything, and no record that only
    /// grows, is in the way.
    private static func carryOut(_ orders: [String], on path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            let guards = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
            for name in try String.fetchAll(database, sql: guards) {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            for order in orders { try database.execute(sql: order) }
        }
        try queue.close()
    }
}
