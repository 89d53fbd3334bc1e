import GRDB

@testable import Storage

/// A store as an older program left it, with a ticket in it.
enum OldStore {
    /// Takes the steps up to a version and writes a row by hand, as that version had it.
    static func write(_ version: Int, to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            for step in SQLiteSchema.steps.prefix(version) { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(
                sql: """
                    INSERT INTO tickets (
                        revision, subject, state, kind, category, priority, channel, queue,
                        language, citizen_email, citizen_verified, symptom, created_at,
                        updated_at, contacts, suggestions)
                    VALUES (
                        1, 'Fråga', 'new', 'question', 'other', 'normal', 'email', 'e-service',
                        'sv', 'åsa@example.com', 0, '{"codes":[]}', 1, 1, 1, '[]')
                    """
            )
        }
        try queue.close()
    }
}
