import ArgumentParser
import Desk
import Directory
import Foundation
import Logging
import NIOPosix

/// `helpdeskd directory sync`: one round of what the daemon does on a schedule, in the open.
struct DirectorySyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Ask the directory about everybody who has a session.",
        discussion: """
            Sessions of people who left are ended, and those who have other roles go on with them. \
            With --dry-run nothing is changed, and each person is shown with the groups by which \
            every role comes. A round that would end too many sessions changes nothing and ends \
            with 77; --accept-removals carries it out all the same.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Flag(name: .long, help: "Say what would happen, and why; change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "End sessions however many they are.")
    var acceptRemovals = false

    func run() async throws {
        let configuration = try await file.read()
        let (logger, _) = ConfigurationOption.logger(level: .warning)
        let pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        let ldap = try configuration.directory.map {
            try LDAPStaffDirectory($0, pool: pool, logger: logger)
        }
        let staffFile = try configuration.staffFile.map {
            try StaffFile(path: $0, pool: pool, logger: logger)
        }
        let lookup = StaffDirectories(directory: ldap, file: staffFile, logger: logger)
        do {
            try await file.withDesk { desk in
                try await carryOut(configuration, desk, lookup, explaining: ldap)
            }
        } catch {
            try await pool.shutdownGracefully()
            throw error
        }
        try await pool.shutdownGracefully()
    }

    private func carryOut(
        _ configuration: DaemonConfiguration,
        _ desk: Desk,
        _ lookup: StaffDirectories,
        explaining ldap: LDAPStaffDirectory?
    ) async throws {
        let review = try await desk.reviewSessions(by: lookup)
        if dryRun { await explain(review, ldap) }
        Terminal.say(
            "asked about \(review.count): \(review.kept.count) as before, "
                + "\(review.changed.count) changed, \(review.removed.count) no longer here"
        )
        if let trouble = review.trouble {
            Terminal.sayError("broken off: \(trouble)")
        }
        let percent = configuration.directorySync.removalsPercentMax
        if review.isSuspicious(removalsPercentMax: percent), !acceptRemovals {
            Terminal.sayError(
                "\(review.removed.count) of \(review.count) is more than "
                    + "directory.sync-removals-percent-max (\(percent)): nothing is changed"
            )
            throw ExitCode(SystemExit.notPermitted)
        }
        if !dryRun { try await desk.carryOut(review) }
        if review.trouble != nil { throw ExitCode(SystemExit.unavailable) }
    }

    /// Shows each person with the way every role comes by.
    private func explain(_ review: SessionReview, _ ldap: LDAPStaffDirectory?) async {
        let verdicts =
            review.kept.map { ($0, "as before") } + review.changed.map { ($0, "changed") }
            + review.removed.map { ($0, "no longer here: the sessions end") }
        for (person, verdict) in verdicts.sorted(by: { $0.0.id < $1.0.id }) {
            Terminal.say("\(person.id): \(verdict)")
            guard let ldap, !person.isBreakGlass else { continue }
            do throws(DirectoryError) {
                let account = try await ldap.whoami(person.id)
                print(account.description.replacing(/(?m)^/, with: "    "))
            } catch {
                Terminal.say("    \(error)")
            }
        }
    }
}
