import ArgumentParser
import Foundation
import Storage

/// `helpdeskd backup`: copies the store while the daemon goes on serving.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store to a file, while the daemon goes on serving.",
        discussion: """
            The copy holds everything that was acknowledged before it began. It is checked page by \
            page and synced before it gets its name. Without FILE it goes into a folder, under a \
            name that says when, and the oldest beyond the number kept are removed. A store in \
            PostgreSQL is copied by pg_dump, and the dump read back whole.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Argument(help: "The file to write; nobody but its owner can read it.")
    var target: String?

    @Option(name: .long, help: "The folder of dated backups; else backup.directory.")
    var directory: String?

    @Option(name: .long, help: "How many dated backups stay; else backup.keep.")
    var keep: Int?

    @Flag(name: .long, help: "Take the place of FILE when it is there already.")
    var overwrite = false

    func validate() throws {
        if target != nil, directory != nil || keep != nil {
            throw ValidationError("FILE goes with neither --directory nor --keep")
        }
        if target == nil, overwrite {
            throw ValidationError("--overwrite goes with FILE; dated backups are never replaced")
        }
        if let keep, keep < 1 { throw ValidationError("--keep must be 1 at least") }
    }

    func run() async throws {
        let (store, direct, backup) = try await file.read {
            (
                DaemonConfiguration.store(&$0), DaemonConfiguration.storeListening(&$0),
                BackupSettings(&$0)
            )
        }
        let folder = directory ?? backup.directory
        guard let destination = target ?? folder else {
            Terminal.sayError("name a FILE or a --directory, or set backup.directory")
            throw ExitCode(SystemExit.configuration)
        }
        try BackupFailure.exiting { () throws(BackupError) in
            if target != nil {
                Terminal.say("\(destination): \(try copy(store, direct, to: destination))")
            } else {
                try addDated(store, direct, to: destination, keep: keep ?? backup.keep)
            }
        }
    }

    // Past a pooler where there is one, which would give a dump another connection for each transaction.
    private func copy(
        _ store: StoreLocation,
        _ direct: String?,
        to target: String
    ) throws(BackupError) -> String {
        switch store {
        case .sqlite(let path):
            try StoreBackup.copy(path, to: target, mayReplace: overwrite).words
        case .postgresql(let address):
            try ServerBackup.copy(direct ?? address, to: target, mayReplace: overwrite).words
        }
    }

    private func addDated(
        _ store: StoreLocation,
        _ direct: String?,
        to path: String,
        keep: Int
    ) throws(BackupError) {
        let folder = BackupFolder(path: path)
        let removed: [String]
        switch store {
        case .sqlite(let path):
            let added = try folder.add(path, keep: keep)
            Terminal.say("\(added.file): \(added.survey.words)")
            removed = added.removed
        case .postgresql(let address):
            let added = try folder.addDump(of: direct ?? address, keep: keep)
            Terminal.say("\(added.file): \(added.survey.words)")
            removed = added.removed
        }
        for file in removed { Terminal.say("\(file): removed") }
    }
}

/// `helpdeskd restore FILE`: puts a backup in the place of the store.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the store, which no daemon may have open.",
        discussion: """
            The backup is checked first. The store that was there is kept beside the new one; \
            remove it when you are sure. Tickets go on with numbers that were not given out yet, \
            or letters sent since the backup would be answered into strangers' tickets. A dump of \
            PostgreSQL goes into the database that store.url names, which must be empty.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Argument(help: "The backup; it stays as it is.")
    var backup: String

    func run() async throws {
        let (store, direct) = try await file.read {
            (DaemonConfiguration.store(&$0), DaemonConfiguration.storeListening(&$0))
        }
        switch store {
        case .sqlite(let path): try restore(to: path)
        case .postgresql(let address):
            try BackupFailure.exiting { () throws(BackupError) in
                let restored = try ServerBackup.restore(backup, to: direct ?? address)
                Terminal.say("\(store): \(restored.survey.words)")
                Terminal.say(
                    "the next ticket is #\(restored.nextTicket), far behind the last one, for nobody "
                        + "knows which numbers were given out since"
                )
            }
        }
    }

    private func restore(to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder) else {
            Terminal.sayError("there is no folder \(folder) for the store")
            throw ExitCode(SystemExit.notThere)
        }
        try BackupFailure.exiting { () throws(BackupError) in
            let (survey, numbering, former) = try StoreBackup.restore(backup, to: path)
            Terminal.say("\(path): \(survey.words)")
            switch numbering {
            case .pastFormer(let next):
                Terminal.say("the next ticket is #\(next): no number is given twice")
            case .pastMargin(let next):
                Terminal.say(
                    "the next ticket is #\(next), far behind the last one, for the store that was "
                        + "there does not tell which numbers were given out since"
                )
            }
            if let former { Terminal.say("the store that was there is now \(former)") }
        }
    }
}

/// Ends a command with what went wrong.
enum BackupFailure {
    static func exiting(_ body: () throws(BackupError) -> Void) throws {
        do throws(BackupError) {
            try body()
        } catch {
            Terminal.sayError("\(error)")
            throw ExitCode(code(of: error))
        }
    }

    private static func code(of error: BackupError) -> Int32 {
        switch error {
        case .notThere: SystemExit.notThere
        case .exists, .failed: SystemExit.cannotCreate
        case .notAStore, .damaged, .newer: SystemExit.badData
        case .inUse, .noRoom: SystemExit.tryAgain
        }
    }
}

extension StoreSurvey {
    /// For the operator, who may want to compare it with yesterday's.
    fileprivate var words: String {
        let counts = rows.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "version \(version), " + counts.joined(separator: ", ")
    }
}

extension ServerBackup.Survey {
    /// The same of a dump.
    fileprivate var words: String {
        let counts = tickets.map { ["\($0) tickets"] } ?? []
        return (["version \(version)"] + counts + ["\(bytes) octets"]).joined(separator: ", ")
    }
}
