public import Desk
public import Foundation
import GRDB

/// A SQLite store looked at by the operator, without changing it or bringing it up to date.
public struct StoreExamination: Sendable {
    /// What it holds.
    public var survey: StoreSurvey
    /// How its outbox stands; nil when the tables are of an older version.
    public var outbox: OutboxFigures?
    /// How its quarantine stands; nil when the tables are of an older version.
    public var quarantine: QuarantineFigures?
    /// Records that wait for their seal; nil when the tables are of an older version.
    public var unsealed: Int64?
    /// Octets of the write-ahead log.
    public var walBytes: Int64
    /// Octets free on its disk.
    public var freeBytes: Int64

    /// Reads it, and looks at every page but not into every index.
    ///
    /// - Throws: ``BackupError``.
    public init(of path: String, at moment: Date = Date()) throws(BackupError) {
        try StoreSurvey.checkHeader(of: path, mayGrow: true)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            (survey, outbox, quarantine, unsealed) = try queue.read { database in
                let found = try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
                guard found == ["ok"] else {
                    throw BackupError.damaged(path, why: found.joined(separator: "; "))
                }
                let survey = try StoreSurvey(of: database, at: path)
                guard survey.version == SQLiteSchema.steps.count,
                    let raw = database.sqliteConnection
                else { return (survey, nil, nil, nil) }
                let connection = SQLiteConnection(borrowing: raw)
                let session = SQLiteSession(connection: connection)
                let reading = StoreTransaction(session: session, now: moment)
                let letters = try reading.outboxFigures(at: moment)
                let held = try reading.quarantineFigures()
                return (survey, letters, held, try reading.unsealedCount())
            }
            try queue.close()
            walBytes = try FileFigures.size(of: "\(path)-wal")
            freeBytes = try FileFigures.freeBytes(beside: path)
        } catch {
            throw BackupError(error, at: path)
        }
    }

    /// Whether this program would bring the store's tables up to date at its next start.
    public var isOlder: Bool { survey.version < SQLiteSchema.steps.count }

    /// How long it takes to write a few octets beside the store and have them on disk, at best.
    ///
    /// - Throws: ``BackupError/failed(_:why:)``.
    public static func syncTime(beside path: String) throws(BackupError) -> Duration {
        let file = try PartialFile("\(path).sync-test")
        var best = Duration.seconds(3_600)
        for _ in 0..<8 {
            let start = ContinuousClock.now
            try file.append([UInt8](repeating: 0x61, count: 4_096))
            try file.sync()
            best = min(best, start.duration(to: .now))
        }
        return best
    }
}
