import ArgumentParser
import Directory
import Foundation
import Logging
import NIOPosix
import Switchboard

/// `helpdeskd destinations import`: destinations from the directory that staff log in by.
struct DestinationsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over destinations from the directory, as switchboard.import says.",
        discussion: """
            Writes switchboard.import.file anew and says what is different in it; the daemon reads \
            it at its next start. With mistakes in any destination nothing is written and it ends \
            with 65; so it does with 77 when more would go than \
            switchboard.import.removals-percent-max allows, unless --accept-removals is given.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Flag(name: .long, help: "Say what would be different; write nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Remove destinations however many they are.")
    var acceptRemovals = false

    func run() async throws {
        let configuration = try await file.read()
        guard let switchboard = configuration.switchboard, let imports = switchboard.imports else {
            Terminal.sayError("switchboard.import is not set")
            throw ExitCode(SystemExit.configuration)
        }
        guard let directory = configuration.directory else {
            Terminal.sayError("directory.urls is not set: there is nothing to import from")
            throw ExitCode(SystemExit.configuration)
        }
        let entries = try await entries(of: directory, imports)
        let before = try imports.imported()
        let outcome: DestinationImport.Outcome
        do {
            outcome = try imports.mapping.carryOut(entries, before: before)
            // Both files together: an id may stand once, and chains lead from one into the other.
            let own = try String(contentsOfFile: switchboard.path, encoding: .utf8)
            _ = try DestinationFile.read(own, and: outcome.text)
        } catch let found as DestinationFile.Mistakes {
            for mistake in found.mistakes {
                Terminal.sayError(mistake.wanted, after: "\(mistake.place): ")
            }
            throw ExitCode(SystemExit.badData)
        }
        try finish(outcome, imports)
    }

    private func finish(_ outcome: DestinationImport.Outcome, _ imports: ImportSettings) throws {
        for id in outcome.added { Terminal.print("+\t\(id)") }
        for id in outcome.removed { Terminal.print("-\t\(id)") }
        for change in outcome.changed { Terminal.print("~\t\(change)") }
        Terminal.say(
            "\(outcome.count) destinations: \(outcome.added.count) added, "
                + "\(outcome.removed.count) removed, \(outcome.changed.count) changed"
        )
        let known = outcome.count - outcome.added.count + outcome.removed.count
        let isTooMuch = outcome.removed.count * 100 > known * imports.removalsPercentMax
        if isTooMuch, !acceptRemovals {
            Terminal.sayError(
                "\(outcome.removed.count) of \(known) is more than "
                    + "switchboard.import.removals-percent-max (\(imports.removalsPercentMax)): "
                    + "nothing is written"
            )
            throw ExitCode(SystemExit.notPermitted)
        }
        guard !dryRun, !outcome.isSame || !FileManager.default.fileExists(atPath: imports.file)
        else { return }
        let isNew = !FileManager.default.fileExists(atPath: imports.file)
        do {
            try Data(outcome.text.utf8).write(
                to: URL(fileURLWithPath: imports.file),
                options: .atomic
            )
            if isNew {
                // Root writes it and the daemon's user reads it.
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644],
                    ofItemAtPath: imports.file
                )
            }
        } catch {
            Terminal.sayError("\(imports.file) cannot be written: \(error)")
            throw ExitCode(SystemExit.unavailable)
        }
        Terminal.say("written; systemctl restart helpdeskd puts it in force")
    }

    private func entries(
        of settings: DirectoryConfiguration,
        _ imports: ImportSettings
    ) async throws -> [(name: String, values: [String: [String]])] {
        let (logger, _) = ConfigurationOption.logger(level: .warning)
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let listing = DirectoryListing(
            base: imports.base,
            filter: imports.filter,
            attributes: imports.mapping.attributes.values.sorted(),
            entriesMax: DestinationFile.destinationsMax
        )
        let answer: Result<[(name: String, values: [String: [String]])], any Error>
        do {
            let ldap = try LDAPStaffDirectory(settings, pool: pool, logger: logger)
            answer = .success(try await ldap.list(listing))
        } catch {
            answer = .failure(error)
        }
        // Nothing runs on it any more.
        try? await pool.shutdownGracefully()
        switch answer {
        case .success(let entries): return entries
        case .failure(let error):
            Terminal.sayError("the directory cannot be read: \(error)")
            throw ExitCode(SystemExit.unavailable)
        }
    }
}
