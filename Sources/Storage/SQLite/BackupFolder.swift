public import Foundation

/// A folder of dated backups, of which a number is kept.
public struct BackupFolder: Sendable {
    /// Where it is.
    public let path: String

    /// One finished backup.
    public struct Entry: Sendable, Equatable {
        /// The file.
        public var path: String
        /// Octets.
        public var bytes: Int64
        /// When it was finished.
        public var finishedAt: Date
    }

    /// Names the folder; nothing is looked at yet.
    public init(path: String) { self.path = path }

    /// Backs the store up under a name that says when, and then removes the oldest beyond `keep`.
    ///
    /// Nothing is removed before the new one is known to be good, and never the new one, whatever
    /// the clock says: it counts among the `keep` that stay.
    ///
    /// - Returns: the new backup, what it holds, and the files that were removed.
    /// - Throws: ``BackupError``.
    public func add(
        _ store: String,
        keep: Int,
        at moment: Date = Date()
    ) throws(BackupError) -> (file: String, survey: StoreSurvey, removed: [String]) {
        try add(as: .file, keep: keep, at: moment) { (target) throws(BackupError) in
            try StoreBackup.copy(store, to: target, mayReplace: false)
        }
    }

    /// The same for a store in PostgreSQL.
    ///
    /// - Returns: the new backup, what it holds, and the files that were removed.
    /// - Throws: ``BackupError``.
    public func addDump(
        of address: String,
        keep: Int,
        at moment: Date = Date()
    ) throws(BackupError) -> (file: String, survey: ServerBackup.Survey, removed: [String]) {
        try add(as: .dump, keep: keep, at: moment) { (target) throws(BackupError) in
            try ServerBackup.copy(address, to: target, mayReplace: false)
        }
    }

    private func add<Survey>(
        as kind: BackupName.Kind,
        keep: Int,
        at moment: Date,
        _ copy: (_ target: String) throws(BackupError) -> Survey
    ) throws(BackupError) -> (file: String, survey: Survey, removed: [String]) {
        precondition(keep >= 1, "checked by the configuration")
        for name in names() where BackupName.isDatedPartial(name) {
            PartialFile.removeAbandoned("\(path)/\(name)")
        }
        let name = BackupName.dated(moment, kind)
        let survey = try copy("\(path)/\(name)")
        let others = names().filter { BackupName.isDated($0) && $0 != name }.sorted()
        let removed = others.dropLast(keep - 1).map { "\(path)/\($0)" }
        for file in removed where unlink(file) != 0 { throw .system(file) }
        return ("\(path)/\(name)", survey, Array(removed))
    }

    /// The backup that was finished last, by `moment`; nil when there is none.
    ///
    /// What is dated later was made when the clock was ahead: how old it is nobody knows.
    public func newest(by moment: Date = Date()) -> Entry? {
        names().filter { BackupName.isDated($0) }.compactMap { name -> Entry? in
            var found = stat()
            guard stat("\(path)/\(name)", &found) == 0 else { return nil }
            let seconds = Double(found.st_mtim.tv_sec) + Double(found.st_mtim.tv_nsec) / 1e9
            return Entry(
                path: "\(path)/\(name)",
                bytes: Int64(found.st_size),
                finishedAt: Date(timeIntervalSince1970: seconds)
            )
        }
        .filter { $0.finishedAt <= moment }
        .max { $0.finishedAt < $1.finishedAt }
    }

    private func names() -> [String] {
        // A folder that is not there holds none; making a backup in it says so.
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}
