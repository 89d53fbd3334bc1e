import ArgumentParser
import Desk
import Foundation
import Switchboard

/// `helpdeskd destinations …`: what an operator does with the file of destinations.
///
/// FILE is a file like destinations.yaml.example; without it the configuration names it.
struct DestinationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destinations",
        abstract: "Check where calls can be handed off to, and ask where one would go.",
        subcommands: [
            Lint.self, Search.self, Route.self, DestinationsImportCommand.self,
        ]
    )

    /// `helpdeskd destinations lint`.
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint",
            abstract: "Say every mistake of the file; exits 65 when there is one."
        )

        @OptionGroup var file: DestinationFileOption

        func run() async throws {
            let directory = try await file.read()
            let doubts = directory.doubts(at: Date())
            for doubt in doubts { Terminal.say("\(doubt)") }
            Terminal.say(
                "\(directory.destinations.count) destinations, no mistakes, "
                    + "\(doubts.count) to look at"
            )
        }
    }

    /// `helpdeskd destinations search`.
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "Find destinations as staff find them."
        )

        @OptionGroup var file: DestinationFileOption

        @Argument(help: "Words, part of a number or of an id.")
        var text: [String]

        func run() async throws {
            let found = try await file.read().search(text.joined(separator: " "))
            for destination in found {
                Terminal.print("\(destination.id)\t\(destination.name)")
            }
            if found.isEmpty { throw ExitCode(SystemExit.notThere) }
        }
    }

    /// `helpdeskd destinations route`.
    struct Route: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "route",
            abstract: "Say where a call to a destination goes, now or at another time.",
            discussion: "Exits 66 when nobody takes the call then."
        )

        @OptionGroup var file: DestinationFileOption

        @Argument(help: "Id of a destination.")
        var id: String

        @Option(help: "For example 2011-08-01T00:00:00+02:00.")
        var at: String?

        func run() async throws {
            let moment = try at.map(Self.moment) ?? Date()
            let directory = try await file.read()
            do {
                let route = try directory.route(to: id, at: moment)
                for passed in route.passed { Terminal.say("not\t\(passed.id)\t\(passed.name)") }
                for called in [route.destination] + route.next {
                    Terminal.say("call\t\(called.id)\t\(called.name)")
                }
            } catch {
                Terminal.sayError("\(error)")
                throw ExitCode(SystemExit.notThere)
            }
        }

        private static func moment(_ text: String) throws -> Date {
            guard let moment = try? Date(text, strategy: .iso8601) else {
                throw ValidationError("--at must be a time such as 2011-08-01T00:00:00+02:00")
            }
            return moment
        }
    }
}

/// `--file FILE`, else what the configuration names.
struct DestinationFileOption: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The file of destinations; default: switchboard.destinations.")
    var file: String?

    /// Reads the file, or prints every mistake and ends with 65 (EX_DATAERR).
    func read() async throws -> DestinationDirectory {
        guard let file else {
            if let settings = try await configuration.read().switchboard {
                return settings.directory
            }
            Terminal.sayError("switchboard.destinations is not set; name a file with --file")
            throw ExitCode(SystemExit.configuration)
        }
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            Terminal.sayError("\(file): the file cannot be read")
            throw ExitCode(SystemExit.notThere)
        }
        do {
            return try DestinationFile.read(text)
        } catch {
            for mistake in error.mistakes {
                Terminal.sayError(mistake.wanted, after: "\(file): \(mistake.place): ")
            }
            throw ExitCode(SystemExit.badData)
        }
    }
}
