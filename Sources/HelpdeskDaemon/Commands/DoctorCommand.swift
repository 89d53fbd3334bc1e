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
            nothing. It ends with 0 when all is well, also with advice; with 78 when the \
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
        for examination in await examinations() {
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

    /// Without a configuration that can be used, there is nothing else to look at.
    private func examinations() async -> [Examination] {
        do {
            let configuration = try await DaemonConfiguration.read(path: file.config)
            return Doctor(configuration: configuration, path: file.config).examinations
        } catch {
            let words = SwedishOutput.translation(for: ProcessInfo.processInfo.environment)
            let isForPrograms = json
            let problems = (error as? ConfigurationProblems)?.problems.map { problem in
                isForPrograms ? problem.description : problem.told(in: words)
            }
            return [
                Examination("configuration") {
                    (problems ?? ["\(error)"]).map { problem in
                        .misconfigured(problem, "mend it in \(file.config)")
                    }
                }
            ]
        }
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
