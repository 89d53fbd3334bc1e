import ArgumentParser
import CommandManual
import Desk
import Foundation
import Storage

extension HelpdeskDaemon {
    /// Runs the process's own command line and ends the process.
    @MainActor
    static func main() async {
        // Heaps are made with the threads, and this is the only one yet.
        KeptMemory.bound()
        // What any command writes is for its own user alone, also where no unit says so; what others
        // are to read is opened to them by name.
        umask(0o077)
        Foundation.exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs one command line.
    ///
    /// - Returns: the exit code, one of sysexits.h.
    static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            return ExitCode.success.rawValue
        } catch {
            return tell(error, about: arguments)
        }
    }

    /// Says what is wrong: with the command line, or with what it met.
    private static func tell(_ error: any Error, about arguments: [String]) -> Int32 {
        let code = exitCode(for: error)
        // Whoever throws a bare code has said already what there is to say.
        if error is ExitCode { return code.rawValue }
        let environment = ProcessInfo.processInfo.environment
        let wording = wording(in: environment)
        let tree = CommandTree(of: Self.self)
        if code.isSuccess {
            let isForShell =
                arguments.contains { $0.hasPrefix("--generate-completion-script") }
                || arguments.contains("---completion")
                || arguments.contains("--experimental-dump-help")
            let page = HelpPage(of: tree.reached(by: arguments).command, in: wording)
            let text = isForShell ? fullMessage(for: error) : String(page.text.dropLast())
            Terminal.print(text)
            return code.rawValue
        }
        guard code == .validationFailure else {
            Terminal.sayError(SystemExit.words(for: error), after: "helpdeskd: ")
            return SystemExit.code(for: error)
        }
        let mistake = UsageMistake(message(for: error), in: arguments, of: tree)
        let lines = mistake.lines(in: wording)
        Terminal.printError("helpdeskd: " + lines.joined(separator: "\n"))
        return code.rawValue
    }

    /// The language in which help and mistakes are told.
    static func wording(in environment: [String: String]) -> Wording {
        Wording.isSwedish(environment) ? .swedish(SwedishHelp.texts) : .english
    }
}

extension SystemExit {
    /// Neither the command line nor the configuration is wrong, but a file, or this program.
    static let software: Int32 = 70
    static let inputOutput: Int32 = 74

    /// The code for what a command met and has not told by itself.
    static func code(for error: any Error) -> Int32 {
        switch error {
        case let error as DeskError: code(of: error)
        case is RecordFolder.Failure: cannotCreate
        case is RecordSigner.Failure: configuration
        case let error as CocoaError: code(of: error)
        default: software
        }
    }

    private static func code(of error: DeskError) -> Int32 {
        switch error {
        case .invalid, .overLimit: badData
        case .notFound: notThere
        case .notPermitted: notPermitted
        case .wrongState, .changedMeanwhile, .keyReused, .noSwitchboard, .tooOften, .unavailable:
            unavailable
        }
    }

    private static func code(of error: CocoaError) -> Int32 {
        switch error.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: notThere
        case .fileReadNoPermission, .fileWriteNoPermission: notPermitted
        case .fileWriteFileExists: cannotCreate
        default: inputOutput
        }
    }

    /// What there is to say of it, the file first where it is about one.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as DeskError: words(of: error)
        case let error as CocoaError: words(of: error)
        default: "\(error)"
        }
    }

    /// The same for the journal, which names the cause and gives no command again.
    static func cause(of error: any Error) -> String {
        guard let error = error as? DeskError else { return words(for: error) }
        return StoreLocation.withoutSecrets(error.logged)
    }

    private static func words(of error: DeskError) -> String {
        switch error {
        case .invalid(let problems):
            problems.map { "\($0.pointer.dropFirst()) \($0.detail)" }.joined(separator: "\n")
        case .wrongState(let detail): detail
        case .notFound: "there is none of that name or number"
        case .unavailable(let cause):
            "broken off: \(StoreLocation.withoutSecrets(cause))\n"
                + "Give the same command again to go on."
        case .notPermitted, .changedMeanwhile, .keyReused, .overLimit, .tooOften, .noSwitchboard:
            error.logged
        }
    }

    private static func words(of error: CocoaError) -> String {
        let path = error.filePath ?? (error.userInfo["NSURL"] as? URL)?.path
        return [path, reason(of: error)].compactMap { $0 }.joined(separator: ": ")
    }

    /// Why a file could not be read or written, without its name.
    static func reason(of error: CocoaError) -> String {
        if let cause = error.underlying as? POSIXError {
            return String(cString: strerror(cause.code.rawValue))
        }
        switch error.code {
        case .fileReadNoPermission, .fileWriteNoPermission: return "Permission denied"
        case .fileReadNoSuchFile, .fileNoSuchFile: return "No such file or directory"
        case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding,
            .fileReadCorruptFile:
            return "it is no text in UTF-8"
        default: return error.localizedDescription
        }
    }
}
