import ArgumentParser
import DeskAPI
import Foundation
import Logging

/// `--config FILE`, and what every operator command does with it.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: "The configuration file.")
    var config = Self.standardPath

    /// Where it is on a machine that a package was installed on.
    static let standardPath = "/etc/helpdesk/helpdesk.yaml"

    /// Reads the configuration, or prints every mistake and ends with 78 (EX_CONFIG).
    ///
    /// - Parameter isServing: true where a file that is there only while the unit runs is wanted now.
    /// - Returns: all of it.
    /// - Throws: the code to end with; what is wrong was said.
    func read(isServing: Bool = false) async throws -> DaemonConfiguration {
        do {
            return try await DaemonConfiguration.read(path: config, isServing: isServing)
        } catch let problems as ConfigurationProblems {
            throw refusal(problems)
        }
    }

    /// Reads a part of the configuration, or prints the mistakes in that and ends with 78.
    func read<Part>(_ part: (inout SettingsReader) -> Part) async throws -> Part {
        do {
            return try await DaemonConfiguration.read(path: config, part)
        } catch let problems as ConfigurationProblems {
            throw refusal(problems)
        }
    }

    /// Prints every mistake in the language of the locale; what to end with.
    func refusal(_ problems: ConfigurationProblems) -> ExitCode {
        let words = SwedishOutput.translation(for: ProcessInfo.processInfo.environment)
        let lines = (problems.problems + problems.doubts).map { $0.told(in: words) }
        let heading = words.text("\(config) cannot be used:")
        Terminal.printError(([heading] + lines).joined(separator: "\n"))
        return ExitCode(SystemExit.configuration)
    }

    /// The program's logger and its level.
    static func logger(level: Logger.Level) -> (Logger, JournalLog.SharedLevel) {
        let shared = JournalLog.SharedLevel(level)
        let logger = Logger(label: "helpdeskd") { JournalLog(label: $0, level: shared) }
        return (logger, shared)
    }
}

/// Exit codes of sysexits.h that the commands use.
enum SystemExit {
    static let badData: Int32 = 65
    static let notThere: Int32 = 66
    static let noSuchUser: Int32 = 67
    static let unavailable: Int32 = 69
    static let cannotCreate: Int32 = 73
    static let tryAgain: Int32 = 75
    static let notPermitted: Int32 = 77
    static let configuration: Int32 = 78
}

enum Terminal {
    /// Prints at once, also into a pipe, where `print` would wait for a full buffer.
    static func print(_ text: String) {
        // Who reads may have gone; what was done is done all the same.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// The same where people look for what went wrong; for words that are in a language already.
    static func printError(_ text: String) {
        // The exit code still says that something was wrong.
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}
