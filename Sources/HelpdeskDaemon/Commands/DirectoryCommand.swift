import ArgumentParser
import DeskAPI
import Directory
import Foundation
import Logging
import NIOPosix

/// `helpdeskd directory …`: what the directory of staff says.
struct DirectoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "Ask the directory of staff.",
        subcommands: [WhoAmI.self, DirectorySyncCommand.self]
    )

    /// `helpdeskd directory whoami USER`.
    struct WhoAmI: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "whoami",
            abstract: "Show what the directory says of somebody: DN, groups, roles."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The user name.")
        var user: String

        func run() async throws {
            let configuration = try await file.read()
            guard let settings = configuration.directory else {
                Terminal.sayError("directory.urls is not set: there is no directory to ask")
                throw ExitCode(SystemExit.configuration)
            }
            let (logger, _) = ConfigurationOption.logger(level: .warning)
            let pool = NIOThreadPool(numberOfThreads: 1)
            pool.start()
            let directory = try LDAPStaffDirectory(settings, pool: pool, logger: logger)
            let answer: Result<DirectoryAccount, DirectoryError>
            do throws(DirectoryError) {
                answer = .success(try await directory.whoami(user))
            } catch {
                answer = .failure(error)
            }
            try await pool.shutdownGracefully()
            let words = SwedishOutput.account(for: ProcessInfo.processInfo.environment)
            Terminal.print(try Self.account(answer).told { words.text($0) })
        }

        private static func account(
            _ answer: Result<DirectoryAccount, DirectoryError>
        ) throws -> DirectoryAccount {
            do throws(DirectoryError) {
                return try answer.get()
            } catch {
                Terminal.sayError("\(error)")
                if case .unavailable = error { throw ExitCode(SystemExit.unavailable) }
                throw ExitCode(SystemExit.notThere)
            }
        }
    }
}
