import ArgumentParser
import Desk

/// Ends a command with what went wrong.
enum RecordFailure {
    static func exiting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DeskError {
            switch error {
            case .notFound:
                Terminal.printError("there is no such ticket")
                throw ExitCode(SystemExit.notThere)
            case .notPermitted, .invalid, .wrongState, .changedMeanwhile, .keyReused, .overLimit,
                .tooOften, .noSwitchboard, .unavailable:
                Terminal.printError("broken off: \(error)\nGive the same command again to go on.")
                throw ExitCode(SystemExit.unavailable)
            }
        } catch let error as RecordFolder.Failure {
            Terminal.printError("\(error)")
            throw ExitCode(SystemExit.cannotCreate)
        } catch let error as RecordSigner.Failure {
            Terminal.printError("\(error)")
            throw ExitCode(SystemExit.configuration)
        }
    }
}
