import ArgumentParser
import DeskAPI

/// `helpdesk handoffs`.
struct HandoffsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoffs",
        abstract: "Look at a hand-off, or say how one made by hand ended.",
        subcommands: [HandoffShowCommand.self, HandoffOutcomeCommand.self]
    )
}

/// `helpdesk handoffs show`.
struct HandoffShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a hand-off with every state it was in."
    )

    @Argument(help: "The hand-off's id.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("handoffs", id.value))
        try clerk.show(answer, as: HandoffBody.self) { .handoff($0, for: clerk.reader) }
    }
}

/// How a hand-off made by hand ended.
enum HandoffOutcomeOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case completed
    case busy
    case noAnswer = "no_answer"
    case rejected
    case unreachable
    case cancelled
    case callerGone = "caller_gone"
}

/// `helpdesk handoffs outcome`.
struct HandoffOutcomeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "outcome",
        abstract: "Say how a hand-off that you made by hand ended."
    )

    @Argument(help: "The hand-off's id.")
    var id: Identifier

    @Argument(help: "How it ended.")
    var outcome: HandoffOutcomeOption

    @Option(name: .long, help: ArgumentHelp("Anything worth knowing.", valueName: "text"))
    var detail: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = HandoffOutcomeForm(outcome: outcome.rawValue, detail: detail)
        let answer = try await clerk.client.send(.put(form, at: "handoffs", id.value, "outcome"))
        try clerk.show(answer, as: HandoffBody.self) { .handoff($0, for: clerk.reader) }
    }
}
