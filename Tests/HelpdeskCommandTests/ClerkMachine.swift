import DeskAPI
import Foundation

@testable import HelpdeskCommand

/// What a command left behind.
struct Outcome: Sendable, Equatable {
    var code: Int32
    var output: String
    var errors: String
}

/// A clerk's machine: a folder of settings, an environment, and files in place of a terminal.
struct ClerkMachine: Sendable {
    let folder: URL
    var environment: [String: String]
    var limits = ConnectionLimits()

    /// 2026-11-23 13:30 UTC, 14:30 in Stockholm.
    static let now = Date(timeIntervalSince1970: 1_795_440_600)

    /// Runs in a fresh folder that is removed afterwards.
    static func with<Value>(_ body: (ClerkMachine) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "helpdesk-test-" + UUID().uuidString, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var machine = ClerkMachine(
            folder: folder,
            environment: [
                "XDG_CONFIG_HOME": folder.path(percentEncoded: false),
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                "LANG": "en_GB.UTF-8",
            ]
        )
        machine.limits.retryPause = .milliseconds(1)
        machine.limits.followPause = .milliseconds(1)
        return try await body(machine)
    }

    /// The same, logged in to a desk.
    func loggedIn(to desk: FakeDesk) -> ClerkMachine {
        var machine = self
        machine.environment["HELPDESK_SERVER"] = desk.address
        machine.environment["HELPDESK_TOKEN"] = "token-of-the-environment"
        return machine
    }

    func setting(_ name: String, _ value: String?) -> ClerkMachine {
        var machine = self
        machine.environment[name] = value
        return machine
    }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    func contents(of name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    var sessionFile: SessionFile { SessionFile(in: folder) }

    func surroundings(input: Int32, output: Int32, errors: Int32) -> Surroundings {
        Surroundings(
            environment: environment,
            input: input,
            output: output,
            errors: errors,
            now: Self.now,
            timeZone: TimeZone(identifier: "Europe/Stockholm") ?? .gmt,
            limits: limits
        )
    }

    /// Runs a command line with files for its input and output.
    func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let id = UUID().uuidString
        let (from, to, errors) = (path("in-" + id), path("out-" + id), path("err-" + id))
        try Data(input.utf8).write(to: URL(filePath: from))
        let descriptors = [
            open(from, O_RDONLY), open(to, O_RDWR | O_CREAT, 0o600),
            open(errors, O_RDWR | O_CREAT, 0o600),
        ]
        defer { for descriptor in descriptors { close(descriptor) } }
        let code = await HelpdeskCommand.run(
            arguments,
            in: surroundings(
                input: descriptors[0],
                output: descriptors[1],
                errors: descriptors[2]
            )
        )
        return Outcome(
            code: code,
            output: try String(contentsOfFile: to, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }
}

extension Reader {
    /// A reader at the same moment and place as every machine.
    static func of(_ language: Language, width: Int? = nil) -> Reader {
        Reader(
            language: language,
            now: ClerkMachine.now,
            timeZone: TimeZone(identifier: "Europe/Stockholm") ?? .gmt,
            width: width
        )
    }
}
