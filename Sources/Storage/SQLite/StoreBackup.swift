import Desk
public import Foundation
import GRDB

/// Copies a SQLite store while it is in use, and puts a copy in its place.
///
/// A copy is one consistent picture: everything that was acknowledged before it began is in it. It
/// is written beside its target under another name, checked page by page, synced, and only then
/// given its name: there is never half a backup under a backup's name.
public enum StoreBackup {
    /// Copies the store at `source` to the file `target`.
    ///
    /// With `mayReplace`, a file that is there already makes way, at the end and at once.
    ///
    /// - Returns: what the copy holds.
    /// - Throws: ``BackupError``.
    public static func copy(
        _ source: String,
        to target: String,
        mayReplace: Bool
    ) throws(BackupError) -> StoreSurvey {
        guard FileManager.default.fileExists(atPath: source) else { throw .notThere(source) }
        if !mayReplace, FileManager.default.fileExists(atPath: target) { throw .exists(target) }
        let partial = try PartialFile("\(target).partial")
        let survey = try copyAndCheck(source, to: partial)
        try partial.sync()
        try partial.name(target, mayReplace: mayReplace)
        return survey
    }

    /// Puts a copy in the place of the store at `path`, which no process may have open.
    ///
    /// The store that was there is kept beside it, and its numbers are not given again.
    ///
    /// - Returns: what the restored store holds, which numbers it goes on with, and where the one
    ///   before it is; nil when there was none.
    /// - Throws: ``BackupError``; the store is then as it was.
    public static func restore(
        _ backup: String,
        to path: String,
        at moment: Date = Date()
    ) throws(BackupError) -> (
        survey: StoreSurvey, numbering: RestoredNumbering, former: String?
    ) {
        try StoreSurvey.checkHeader(of: backup)
        let lock: StoreLock
        do throws(DeskError) {
            lock = try StoreLock(path, .alone)
        } catch {
            guard case .unavailable(let cause) = error else { throw .inUse(path) }
            throw .inUse(cause)
        }
        return try withExtendedLifetime(lock) { () throws(BackupError) in
            let partial = try PartialFile("\(path).restoring")
            let survey = try copyAndCheck(backup, to: partial)
            let numbering: RestoredNumbering
            do {
                numbering = try RestoredNumbering(of: partial.path, past: path, at: moment)
            } catch {
                throw BackupError(error, at: partial.path)
            }
            partial.giveToOwnerOfFolder()
            try partial.sync()
            let former = try keepFormer(path, at: moment) { () throws(BackupError) in
                try DurableFile.syncFolder(of: path)
                try partial.name(path, mayReplace: true)
            }
            return (survey, numbering, former)
        }
    }

    private static func copyAndCheck(
        _ source: String,
        to partial: borrowing PartialFile
    ) throws(BackupError) -> StoreSurvey {
        let wanted = (try? FileFigures.size(of: source)) ?? 0
        let folder = DurableFile.folder(of: partial.path)
        let free = (try? FileFigures.freeBytes(beside: partial.path)) ?? .max
        guard free > wanted else {
            throw .noRoom(folder: folder, wantedBytes: wanted, freeBytes: free)
        }
        var original = Configuration()
        original.readonly = true
        original.busyMode = .timeout(30)
        let from: DatabaseQueue
        let before: StoreSurvey
        do {
            from = try DatabaseQueue(path: source, configuration: original)
            before = try from.read { try StoreSurvey(of: $0, at: source) }
        } catch {
            throw BackupError(error, at: source)
        }
        do {
            let into = try DatabaseQueue(path: partial.path)
            try from.backup(to: into)
            try from.close()
            let copied = try into.writeWithoutTransaction { database in
                // A copy is one file, with no log beside it that could be left behind.
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
                try StoreSurvey.checkIntegrity(of: database, at: source)
                return try StoreSurvey(of: database, at: source)
            }
            try into.close()
            if let table = copied.tableMissingRows(of: before) {
                throw BackupError.damaged(partial.path, why: "rows of \(table) are missing")
            }
            return copied
        } catch {
            throw BackupError(error, copying: source, to: partial.path)
        }
    }

    /// Gives the present store a second name; the first is then taken over in one step, so that at
    /// no moment there is none and a daemon that starts makes an empty one.
    ///
    /// Where `takeOver` fails, the present store has its log again.
    private static func keepFormer(
        _ path: String,
        at moment: Date,
        _ takeOver: () throws(BackupError) -> Void
    ) throws(BackupError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else {
            try takeOver()
            return nil
        }
        foldLog(into: path)
        let former = "\(path).before-restore-\(BackupName.stamp(moment))"
        guard link(path, former) == 0 else { throw .system(former) }
        // A log that could not be folded in belongs to the former store and never to the new one.
        let hasLog = FileManager.default.fileExists(atPath: "\(path)-wal")
        if hasLog, rename("\(path)-wal", "\(former)-wal") != 0 { throw .system(path) }
        unlink("\(path)-shm")
        do throws(BackupError) {
            try takeOver()
        } catch {
            if hasLog { rename("\(former)-wal", "\(path)-wal") }
            throw error
        }
        return former
    }

    /// Writes the log into the file; a damaged store keeps its log.
    private static func foldLog(into path: String) {
        guard let queue = try? DatabaseQueue(path: path) else { return }
        // What cannot be folded in is moved along as it is.
        try? queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        try? queue.close()
    }
}

/// What dated backups are called.
public enum BackupName {
    /// `20261126T081230Z`, so that names sort by age.
    static func stamp(_ moment: Date) -> String {
        moment.formatted(
            Date.ISO8601FormatStyle(timeZone: .gmt)
                .year().month().day().dateSeparator(.omitted)
                .time(includingFractionalSeconds: false).timeSeparator(.omitted)
                .timeZone(separator: .omitted)
        )
    }

    /// What a backup is, by the end of its name.
    public enum Kind: String, Sendable {
        /// A file of SQLite.
        case file = "sqlite"
        /// A dump of PostgreSQL.
        case dump
    }

    /// `helpdesk-20261126T081230Z.sqlite`.
    public static func dated(_ moment: Date, _ kind: Kind = .file) -> String {
        "helpdesk-\(stamp(moment)).\(kind.rawValue)"
    }

    /// True for what ``dated(_:_:)`` makes.
    static func isDated(_ name: String) -> Bool {
        name.wholeMatch(of: /helpdesk-\d{8}T\d{6}Z\.(sqlite|dump)/) != nil
    }

    /// What a dated backup is called while it is written.
    static func isDatedPartial(_ name: String) -> Bool {
        name.hasSuffix(".partial") && isDated(String(name.dropLast(".partial".count)))
    }
}
