import ArgumentParser
import DeskAPI
import Foundation

/// `helpdeskd doctor`: looks at everything an operator would be asked for.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything the desk needs and say what to do about what is wrong.",
        discussion: """
            It asks the servers, reads the store, writes a few octets beside it, and changes \
            nothing. Where the configuration has a mistake, it says which parts it could not look at \
            for it. It ends with 0 when all is well, also with advice; with 78 when the \
            configuration or a file that it names is wrong; with 69 when something else is not \
            there or not well.
            """
    )

    @OptionGroup var file: ConfigurationOption

    @Flag(name: .long, help: "Print JSON, for programs.")
    var json = false

    func run() async throws {
        let words = SwedishOutput.translation(for: ProcessInfo.processInfo.environment)
        var report: [Line] = []
        for examination in try await examinations() {
            for finding in await examination.look() {
                let line = Line(check: examination.name, finding)
                if !json { Terminal.print(line.text(in: words)) }
                report.append(line)
            }
        }
        if json { try JSONLines.print(report) }
        let verdicts = Set(report.map(\.verdict))
        if verdicts.contains(.misconfigured) { throw ExitCode(SystemExit.configuration) }
        if verdicts.contains(.unavailable) { throw ExitCode(SystemExit.unavailable) }
    }

    /// With a mistake in the configuration, what goes by that key is not looked at; nor is anything that
    /// goes by keys where none can be read.
    private func examinations() async throws -> [Examination] {
        let words = SwedishOutput.translation(for: ProcessInfo.processInfo.environment)
        let isForPrograms = json
        var doctor: Doctor
        do {
            let (configuration, found) = try await DaemonConfiguration.examine(path: file.config)
            doctor = Doctor(configuration: configuration, path: file.config)
            doctor.mistakes = found?.problems ?? []
        } catch let found as ConfigurationProblems {
            let (nothing, _) = try await DaemonConfiguration.examine(path: nil, environment: [:])
            doctor = Doctor(configuration: nothing, path: file.config)
            doctor.mistakes = found.problems
            doctor.isUnread = true
        }
        doctor.words = { isForPrograms ? $0.description : $0.told(in: words) }
        return doctor.examinations
    }

    /// One finding as it is printed.
    private struct Line: Encodable {
        var check: String
        var verdict: Finding.Verdict
        var detail: String
        var remedy: String?

        init(check: String, _ finding: Finding) {
            self.check = check
            verdict = finding.verdict
            detail = finding.detail
            remedy = finding.remedy
        }

        func text(in words: Translation) -> String {
            let mark =
                switch verdict {
                case .well: "ok"
                case .advice: "advice"
                case .misconfigured, .unavailable: "WRONG"
                }
            let shown = words.text(mark).padding(toLength: 6, withPad: " ", startingAt: 0)
            let first = "\(shown)  \(check): \(words.text(detail))"
            return remedy.map { "\(first)\n          → \(words.text($0))" } ?? first
        }
    }
}
