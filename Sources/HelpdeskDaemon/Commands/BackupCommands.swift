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
            name that says when, and the oldest beyond the number kept are removed.
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
        let (store, backup) = try await file.read {
            (DaemonConfiguration.store(&$0), BackupSettings(&$0))
        }
        let path = try store.pathOfFile()
        let folder = directory ?? backup.directory
        guard let destination = target ?? folder else {
            Terminal.printError("name a FILE or a --directory, or set backup.directory")
            throw ExitCode(SystemExit.configuration)
        }
        try BackupFailure.exiting { () throws(BackupError) in
            if let target {
                let survey = try StoreBackup.copy(
                    path,
                    to: target,
                    mayReplace: overwrite
                )
                Terminal.print("\(target): \(survey.words)")
            } else {
                try addDated(path, to: destination, keep: keep ?? backup.keep)
            }
        }
    }

    private func addDated(
        _ store: String,
        to folder: String,
        keep: Int
    ) throws(BackupError) {
        let added = try BackupFolder(path: folder).add(store, keep: keep)
        Terminal.print("\(added.file): \(added.survey.words)")
        for file in added.removed { Terminal.say("\(file): removed") }
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
            or letters sent since the backup would be answered into strangers' tickets.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Argument(help: "The backup; it stays as it is.")
    var backup: String

    func run() async throws {
        let path = try await file.read { DaemonConfiguration.store(&$0) }.pathOfFile()
        try BackupFailure.exiting { () throws(BackupError) in
            let (survey, numbering, former) = try StoreBackup.restore(backup, to: path)
            Terminal.print("\(path): \(survey.words)")
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
            Terminal.printError("\(error)")
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

extension StoreLocation {
    /// Where the store's file is; ends the command where a server keeps the store.
    fileprivate func pathOfFile() throws -> String {
        switch self {
        case .sqlite(let path): return path
        case .postgresql:
            Terminal.printError(
                """
                the store is in PostgreSQL, which brings its own means.
                One database, while the desk serves: pg_dump --format=custom --file=FILE DATABASE
                Back from it, the daemons stopped: createdb NEW; pg_restore --exit-on-error \
                --dbname=NEW FILE; move its numbers on, as README.md says, or letters sent since \
                are answered into strangers' tickets; then store.url names NEW, and helpdeskd audit \
                verify proves the records.
                The whole server, up to its last commit: pg_basebackup and the write-ahead log
                """
            )
            throw ExitCode(SystemExit.unavailable)
        }
    }
}
