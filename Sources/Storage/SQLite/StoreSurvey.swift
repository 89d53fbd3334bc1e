import Foundation
import GRDB

/// What a store's file holds, read without bringing its tables up to date.
public struct StoreSurvey: Sendable, Equatable {
    /// Which version of the tables it has.
    public var version: Int
    /// Rows of the tables that say how much there is, by name.
    public var rows: [String: Int]

    /// Tables from which nothing is ever removed: a copy holds as many rows of each as the store did
    /// before, at least.
    static let growingTables = ["tickets", "messages", "events"]
    /// Tables that say how much there is.
    private static let countedTables = growingTables + ["attachments", "mails"]
    /// Tables by which a store is known.
    private static let ownTables = Set(countedTables + ["outbox", "sessions", "proof_keys"])

    /// Reads a file's version and rows.
    ///
    /// - Throws: ``BackupError/notAStore(_:why:)`` or ``BackupError/newer(_:version:known:)``.
    init(of database: Database, at path: String) throws {
        let tables = try String.fetchSet(
            database,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"
        )
        let missing = Self.ownTables.subtracting(tables).sorted()
        guard missing.isEmpty else {
            throw BackupError.notAStore(path, why: "it has no table \(missing[0])")
        }
        version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let known = SQLiteSchema.steps.count
        guard version <= known else {
            throw BackupError.newer(path, version: version, known: known)
        }
        guard version > 0 else {
            throw BackupError.notAStore(path, why: "it carries no version")
        }
        rows = [:]
        for table in Self.countedTables {
            rows[table] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
    }

    /// A table that has fewer rows than it had before, though nothing is removed from it.
    ///
    /// Files and mails do not tell: erasing somebody takes theirs. It is nil where all rows are there.
    func tableMissingRows(of before: Self) -> String? {
        Self.growingTables.first { rows[$0, default: 0] < before.rows[$0, default: 0] }
    }

    /// Looks for damage in every page, every index and the index of words.
    ///
    /// - Throws: ``BackupError/damaged(_:why:)``.
    static func checkIntegrity(of database: Database, at path: String) throws {
        let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
        guard found == ["ok"] else {
            throw BackupError.damaged(path, why: found.joined(separator: "; "))
        }
        let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
        guard orphans == 0 else {
            throw BackupError.damaged(path, why: "\(orphans) rows belong to rows that are gone")
        }
        try database.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
    }

    /// Looks at the first page: whether it is SQLite's, and whether the file is as long as it says.
    ///
    /// A store in use may still grow into what its log holds. Source: SQLite database file format
    /// §1.3.
    static func checkHeader(of path: String, mayGrow: Bool = false) throws(BackupError) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw errno == ENOENT ? .notThere(path) : .system(path)
        }
        // A file that was only read loses nothing.
        defer { try? file.close() }
        let header = (try? file.read(upToCount: 100)).flatMap { $0 } ?? Data()
        guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
            throw .notAStore(path, why: "it is no SQLite file")
        }
        guard !mayGrow else { return }
        let number = { (range: Range<Int>) in header[range].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        let pageBytes = number(16..<18) == 1 ? 65_536 : number(16..<18)
        let wanted = pageBytes * number(28..<32)
        let size = (try? FileFigures.size(of: path)) ?? 0
        guard size >= wanted else {
            throw .damaged(path, why: "it has \(size) octets of \(wanted): it was cut off")
        }
    }
}
