import ArgumentParser
import Desk
import Foundation
import Storage

/// `helpdeskd mail …`: what comes in, and what waits to leave.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Look at mail that comes in, and at the outbox.",
        subcommands: [Explain.self, Deliver.self, Waiting.self, Retry.self, Keys.self]
    )

    /// `helpdeskd mail outbox`.
    struct Waiting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "outbox",
            abstract: "List the letters that wait or that could not be delivered."
        )

        @OptionGroup var file: ConfigurationOption

        @Option(name: .long, help: "At most so many of each kind.")
        var limit = 100

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 at least.") }
        }

        func run() async throws {
            try await file.withStore(mayCreate: false) { store in
                let outbox = Outbox(store: store)
                for state in [Delivery.State.queued, .failed] {
                    for entry in try await outbox.entries(state: state, limit: limit) {
                        Terminal.say(Self.line(entry))
                    }
                }
            }
        }

        /// The citizen's address is not shown: the ticket's number is enough to find it.
        private static func line(_ entry: OutboxEntry) -> String {
            let due = entry.dueAt.formatted(.iso8601)
            let error = entry.lastError.map { "  \($0)" } ?? ""
            return "\(entry.id)  #\(entry.ticket.rawValue)  \(entry.state.rawValue)  "
                + "attempts \(entry.attempts)  due \(due)\(error)"
        }
    }

    /// `helpdeskd mail retry ID`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Let a letter go again now."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The letter's id, as mail outbox lists it.")
        var id: String

        func run() async throws {
            guard let letter = UUIDv7(id) else {
                Terminal.sayError("«\(id)» is no id; take it from helpdeskd mail outbox")
                throw ExitCode(SystemExit.badData)
            }
            try await file.withStore(mayCreate: false) { store in
                guard let entry = try await Outbox(store: store).retry(letter) else {
                    Terminal.sayError("there is no letter \(id)")
                    throw ExitCode(SystemExit.notThere)
                }
                Terminal.say(
                    "letter \(entry.id) of ticket #\(entry.ticket.rawValue) goes again now"
                )
            }
        }
    }
}
