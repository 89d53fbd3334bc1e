import DeskTesting
import Foundation

/// The operator's shell, in which `helpdeskd` is run with a house's configuration.
struct OperatorTerminal {
    let configuration: String
    var environment: [String: String] = [:]

    struct Outcome {
        var exitCode: Int32
        /// What it printed and what it complained of.
        var output: String
    }

    /// Runs a command to its end.
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    /// The same for a list of words.
    func run(_ arguments: [String]) throws -> Outcome {
        try runBare(arguments + ["--config", configuration])
    }

    /// Runs a command that needs no configuration.
    func run(bare arguments: String...) throws -> Outcome { try runBare(arguments) }

    private func runBare(_ arguments: [String]) throws -> Outcome {
        let folder = try TemporaryFolder("operator")
        let own = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        let process = try LoopbackProcess(
            HousePrograms.helpdeskd(),
            arguments,
            environment: own.merging(environment) { $1 },
            logPath: folder.path("output")
        )
        guard let status = process.waitUntilEnded(within: .seconds(60)) else {
            throw HousePrograms.Missing(description: "helpdeskd \(arguments) does not end")
        }
        return Outcome(exitCode: status, output: process.log)
    }
}

extension HouseServer {
    /// The operator of this house.
    var terminal: OperatorTerminal { OperatorTerminal(configuration: configurationPath) }
}
