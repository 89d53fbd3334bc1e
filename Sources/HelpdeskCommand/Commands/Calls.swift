import ArgumentParser
import DeskAPI

/// The states of a call, for `--state` and its completions.
enum CallStateOption: String, SpokenOption {
    case waiting
    case talking
    case ended

    static var words: [String: Phrase] { Vocabulary.callStates }
}

/// `helpdesk calls`.
struct CallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "Look at the caller log, or say what a call is about.",
        subcommands: [CallListCommand.self, CallShowCommand.self, CallFileCommand.self],
        defaultSubcommand: CallListCommand.self
    )
}

/// `helpdesk calls list`.
struct CallListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List calls with who calls, newest first."
    )

    @Option(name: .long, help: "Only calls in this state.")
    var state: CallStateOption?

    @Option(name: .long, help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit = 25

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit begins at 1.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("calls").asking("state", state?.rawValue)
        try await clerk.showPages(of: request, as: CallBody.self, atMost: limit) {
            Sheet.calls($0, for: clerk.reader).goingOn($1, for: clerk.reader)
        }
    }
}

/// `helpdesk calls show`.
struct CallShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a call with the caller's open tickets and last articles."
    )

    @Argument(help: "The call's id, or the telephone system's.")
    var id: String

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("calls", id))
        try clerk.show(answer, as: CallBody.self) { .call($0, for: clerk.reader) }
    }
}

/// `helpdesk calls file`.
struct CallFileCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "Say which ticket a call is about."
    )

    @Argument(help: "The call's id, or the telephone system's.")
    var id: String

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = CallTicketForm(number: number.value)
        let answer = try await clerk.client.send(.put(form, at: "calls", id, "ticket"))
        try clerk.show(answer, as: CallBody.self) { .call($0, for: clerk.reader) }
    }
}

/// `helpdesk duty`.
struct DutyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty",
        abstract: "See who takes calls, and begin or stop taking them.",
        subcommands: [DutyShowCommand.self, DutyOnCommand.self, DutyOffCommand.self],
        defaultSubcommand: DutyShowCommand.self
    )
}

/// `helpdesk duty show`.
struct DutyShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List who takes calls."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("duty"))
        try clerk.show(answer, as: Page<DutyBody>.self) { .duty($0.items, for: clerk.reader) }
    }
}

/// `helpdesk duty on`.
struct DutyOnCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "on",
        abstract: "Take calls: your telephone rings from now on."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.put([String: String](), at: "duty"))
        try clerk.show(answer, as: DutyBody.self) { .duty([$0], for: clerk.reader) }
    }
}

/// `helpdesk duty off`.
struct DutyOffCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract: "Take no further calls; the one that is on goes on."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.delete("duty"))
        if clerk.wantsJSON { try clerk.write(answer) }
    }
}

/// `helpdesk callbacks`.
struct CallBacksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callbacks",
        abstract: "See who is to be called back, note who wants it, and say that somebody was.",
        subcommands: [
            CallBackListCommand.self, CallBackAskCommand.self, CallBackDoneCommand.self,
        ],
        defaultSubcommand: CallBackListCommand.self
    )
}

/// `helpdesk callbacks list`.
struct CallBackListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who is to be called back, longest waiting first."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.showAll(of: .get("callbacks"), as: CallBackBody.self) {
            .callBacks($0, for: clerk.reader)
        }
    }
}

/// `helpdesk callbacks ask`.
struct CallBackAskCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Note that a citizen wants to be called back.",
        discussion: "A number is called back once: asked again, only the moment is another."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: MomentText.help)
    var at: MomentText?

    @Option(name: .shortAndLong, help: "The number to call; the citizen's own when left out.")
    var phone: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        var form = CallBackForm(number: phone)
        if let at { form.notBefore = try at.moment(in: clerk.surroundings) }
        let answer = try await clerk.client.send(
            .put(form, at: "tickets", number.description, "callback")
        )
        try clerk.show(answer, as: CallBackBody.self) { .callBacks([$0], for: clerk.reader) }
    }
}

/// `helpdesk callbacks done`.
struct CallBackDoneCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Say that you have called back."
    )

    @Argument(help: "The task's id, the beginning or end of it, or the ticket's number.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let id = try await clerk.whole(id, in: .get("callbacks"), of: CallBackBody.self)
        let answer = try await clerk.client.send(
            .put([String: String](), at: "callbacks", id, "completion")
        )
        try clerk.show(answer, as: CallBackBody.self) { .calledBack($0, for: clerk.reader) }
    }
}

extension CallBackBody: Identified {
    var ticketNumber: Int64? { ticket }
}
