import GRDB
import PostgreSQLClient

@testable import Storage

extension StoreLocation {
    /// Writes a store there as it was before one step of its schema, with `content` in it.
    ///
    /// `content` is SQL that both databases take; it is given what spells the id of each place, which
    /// each of them has in its own way.
    func writeStore(
        before step: (sqlite: String, postgresql: String),
        _ content: @Sendable ((_ place: Int) -> String) -> String
    ) async throws {
        switch self {
        case .sqlite(let path):
            let steps = SQLiteSchema.steps.prefix { $0 != step.sqlite }
            let script = content { "x'\(Self.hexadecimal($0))'" }
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { database in
                for function in SQLiteSchema.functions { database.add(function: function) }
                for step in steps { try database.execute(sql: step) }
                try database.execute(sql: script)
                try database.execute(sql: "PRAGMA user_version = \(steps.count)")
            }
            try queue.close()
        case .postgresql(let address):
            let steps = PostgreSQLSchema.steps.prefix { $0 != step.postgresql }
            var connection = try PostgreSQLConnection(address)
            try connection.run(script: PostgreSQLSchema.ground)
            for step in steps { try connection.run(script: step) }
            try connection.run(script: content { "'\\x\(Self.hexadecimal($0))'" })
            try connection.run(script: "INSERT INTO schema_version VALUES (\(steps.count))")
        }
    }

    private static func hexadecimal(_ place: Int) -> String {
        let digits = String(place, radix: 16)
        return "01900000000070008" + String(repeating: "0", count: 15 - digits.count) + digits
    }
}
